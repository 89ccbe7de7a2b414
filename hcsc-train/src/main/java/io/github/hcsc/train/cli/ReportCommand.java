package io.github.hcsc.train.cli;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.prototypes.RunImages;
import io.github.hcsc.train.report.EmbeddingSample;
import io.github.hcsc.train.report.ReportPictures;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.report.RunReport.Remark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how a run went. */
@Command(
        name = "report",
        description = {
            "Writes how a run went as one page, report.html, for any browser, without a network.",
            "It shows curves, a map of the embeddings, the views the network sees, configuration and environment. Training"
                    + " writes it too."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc report --run run1",
            "  hcsc report --run run1 --data moved/photos --out run1.html",
            "  hcsc report --run run1 --json"
        })
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private TreeOption run = new TreeOption();

    @Option(names = "--out", paramLabel = "FILE", description = "The page to write. Default: RUN/report.html.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        RunReport report = RunReport.of(run.run());
        Path file = out.orElse(run.run().resolve(RunReport.FILE));
        long size = report.write(file, pictures(report));
        output.print(new Report(text(report, file, size), values(report, file, size)));
        return 0;
    }

    private ReportPictures pictures(RunReport report) throws IOException {
        Optional<ImageSource> source = run.source();
        if (source.isEmpty()) {
            output.note("The page has no pictures, since the images are not where they were; name their folder with"
                    + " --data DIR.");
            return ReportPictures.NONE;
        }
        try (ImageSource images = source.get()) {
            ImageSource shown = report.sample().isPresent()
                    ? new RunImages(report.sample().get().images(), images)
                    : EmbeddingSample.choose(images, report.config().run().seed());
            return ReportPictures.of(report.config(), shown);
        }
    }

    private static String text(RunReport report, Path file, long size) {
        String remarks = report.remarks().stream()
                .map(remark -> (remark.warning() ? "warning: " : "") + remark.text() + System.lineSeparator())
                .collect(Collectors.joining());
        return remarks
                + String.format(
                        Locale.ROOT,
                        "%d of %d epochs; page: %s, %.1f MB",
                        report.epochs(),
                        report.config().schedule().epochs(),
                        file,
                        size / 1e6);
    }

    private static Map<String, Object> values(RunReport report, Path file, long size) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epochs", report.epochs());
        values.put("warnings", texts(report, true));
        values.put("notes", texts(report, false));
        values.put("page", file.toString());
        values.put("bytes", size);
        return values;
    }

    private static List<String> texts(RunReport report, boolean warnings) {
        return report.remarks().stream()
                .filter(remark -> remark.warning() == warnings)
                .map(Remark::text)
                .toList();
    }
}
