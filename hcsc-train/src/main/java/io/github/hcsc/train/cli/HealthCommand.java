package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges an encoder without labels. */
@Command(
        name = "health",
        description = {
            "Looks for collapse, without labels: how many dimensions of features and embeddings are in use.",
            "Without --data it measures a run on the images that the run measures itself on, and says the same."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  hcsc eval health --run run1", "  hcsc eval health --run run1 --data other/photos"
        })
final class HealthCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of images. Default: the training images that --run measures itself on.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--max-images",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Images of --data at most, evenly spaced. Default: 10000.")
    private Optional<Integer> maxImages = Optional.empty();

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
                Closing images = open()) {
            encoder.finish(report(images.shown(), manager), output);
        }
        return 0;
    }

    /** Images to look at, and what is closed after them. */
    private record Closing(ImageSource shown, Closeable opened) implements Closeable {

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }

    private Closing open() throws IOException {
        if (data.isPresent()) {
            ImageSource all = source.open(data.orElseThrow(), encoder, output);
            return new Closing(Subset.evenlySpaced(all, maxImages.orElse(10_000)), all);
        }
        if (encoder.run().isEmpty() || maxImages.isPresent() || source.excludes()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--data must name images for --weights, --max-images and --exclude");
        }
        PretrainConfig config = RunDirectory.readConfig(encoder.run().orElseThrow());
        TrainingData images = TrainingData.open(config.data(), config.run().seed());
        output.opened(images.training());
        return new Closing(images.measured(config.run()), images);
    }

    private Report report(ImageSource images, NDManager manager) throws IOException {
        Features features = jobs.features(cache.features(encoder, FixedView.BILINEAR), images, manager);
        Map<String, EmbeddingHealth> measured = new LinkedHashMap<>();
        measured.put("features", EmbeddingHealth.of(features.rows()));
        OptionalDouble alignment = OptionalDouble.empty();
        if (jobs.hasHead(encoder.source())) {
            measured.put("embeddings", EmbeddingHealth.of(jobs.project(encoder.source(), features.rows())));
            NDList views = jobs.embeddings(encoder.source(), cache.cache(encoder), features.of(images), manager);
            alignment = OptionalDouble.of(EmbeddingHealth.alignment(views.get(0), views.get(1)));
        }
        return report(features.images().length, measured, alignment);
    }

    private static Report report(int images, Map<String, EmbeddingHealth> measured, OptionalDouble alignment) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("images", images);
        Map<String, Double> metrics = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        measured.forEach((what, health) -> {
            values.put(what + "_dimensions", health.dimensions());
            metrics.putAll(health.metrics(what));
            lines.add(inWords(what, health));
        });
        values.putAll(metrics);
        alignment.ifPresent(distance -> {
            values.put("embeddings_alignment", distance);
            lines.add(String.format(Locale.ROOT, "two random views of an image: alignment %.3f", distance));
        });
        HealthVerdict verdict = HealthVerdict.of(metrics).orElseThrow();
        values.put("grade", verdict.grade().name().toLowerCase(Locale.ROOT));
        values.put("verdict", verdict.toString());
        lines.add(verdict.toString());
        return new Report(String.join(System.lineSeparator(), lines), values);
    }

    private static String inWords(String what, EmbeddingHealth health) {
        return String.format(
                Locale.ROOT,
                "%s: effective rank %.1f of %d, spread %.3f, uniformity %.3f over %d images",
                what,
                health.effectiveRank(),
                health.dimensions(),
                health.spread(),
                health.uniformity(),
                health.images());
    }
}
