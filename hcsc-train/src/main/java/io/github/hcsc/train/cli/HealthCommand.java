package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.HealthVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges an encoder without labels. */
@Command(
        name = "health",
        description = "Looks for collapse, without labels: how many dimensions of the embedding are in use.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  hcsc eval health --run run1 --data photos"})
final class HealthCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Folder of images.")
    private Path data = Path.of("");

    @Option(
            names = "--max-images",
            paramLabel = "N",
            defaultValue = "10000",
            converter = Ranges.Count.class,
            description = "Images at most, evenly spaced. Default: 10000.")
    private int maxImages;

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private SourceOption source = new SourceOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    HealthCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        encoder.path();
        try (NDManager manager = device.newManager();
                ImageSource all = source.open(data, encoder, output)) {
            NDList views = jobs.embeddings(
                    encoder.source(), cache.cache(encoder), Subset.evenlySpaced(all, maxImages), manager);
            encoder.finish(report(EmbeddingHealth.of(views.get(0), views.get(1))), output);
        }
        return 0;
    }

    private static Report report(EmbeddingHealth health) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("images", health.images());
        values.put("dimensions", health.dimensions());
        values.put("effectiveRank", health.effectiveRank());
        values.put("spread", health.spread());
        values.put("uniformity", health.uniformity());
        health.alignment().ifPresent(alignment -> values.put("alignment", alignment));
        HealthVerdict verdict = health.verdict("embeddings");
        values.put("collapsed", verdict.grade() == HealthVerdict.Grade.COLLAPSED);
        values.put("grade", verdict.grade().name().toLowerCase(Locale.ROOT));
        values.put("verdict", verdict.toString());
        String text = String.format(
                Locale.ROOT,
                "embeddings: effective rank %.1f of %d, spread %.3f, uniformity %.3f, alignment %.3f over %d images%n%s",
                health.effectiveRank(),
                health.dimensions(),
                health.spread(),
                health.uniformity(),
                health.alignment().orElse(Double.NaN),
                health.images(),
                verdict);
        return new Report(text, values);
    }
}
