package io.github.hcsc.train.report;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.train.run.UnreadableImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures what a report of 2,000 images and 200 epochs takes, again and again in one process as in training: seconds and
 * size. Arguments: a folder of images and the file to write.
 */
final class ReportCost {
    private ReportCost() {}

    public static void main(String[] args) throws IOException {
        try (ImageSource images = ImageSources.open(Path.of(args[0]))) {
            ImageSource some = EmbeddingSample.choose(images, 0);
            RunReport report = new RunReport(
                    "run",
                    ReportRun.config(),
                    List.of(ReportRun.process("cpu()")),
                    ReportRun.metrics(200),
                    Optional.of(ReportRun.sample(some)),
                    TreeFacts.NONE,
                    UnreadableImages.NONE);
            long begun = System.nanoTime();
            ReportPictures pictures = ReportPictures.of(report.config(), some);
            System.out.printf(Locale.ROOT, "pictures in %.2f s%n", (System.nanoTime() - begun) / 1e9);
            for (int i = 0; i < 4; i++) {
                long start = System.nanoTime();
                long bytes = report.write(Path.of(args[1]), pictures);
                System.out.printf(
                        Locale.ROOT, "written in %.2f s, %.2f MB%n", (System.nanoTime() - start) / 1e9, bytes / 1e6);
            }
        }
    }
}
