package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures an encoder by its nearest neighbours. */
@Command(
        name = "knn",
        description = "Classifies images by the nearest images of known class, in the space of the encoder's features.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval knn --run run1 --data cifar10/train --test cifar10/test",
            "  hcsc eval knn --run run1 --data photos --neighbours 20 --json"
        })
final class KnnCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Mixin
    private TrainTestOption images = new TrainTestOption();

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            split = ",",
            defaultValue = "10,20,100,200",
            converter = Ranges.Count.class,
            description = "Numbers of voting images. Default: 10,20,100,200.")
    private List<Integer> neighbours = List.of();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            converter = Ranges.Positive.class,
            description = "Temperature of the votes. Default: 0.07.")
    private double temperature;

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    KnnCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        FeatureRequest wanted = cache.features(encoder, views, FixedView.BICUBIC);
        KnnEvaluator evaluator = new KnnEvaluator(neighbours, temperature);
        try (NDManager manager = device.newManager()) {
            images.open(encoder, output, (bank, queries) -> evaluate(evaluator, wanted, bank, queries, manager));
        }
        return 0;
    }

    private void evaluate(
            KnnEvaluator evaluator,
            FeatureRequest wanted,
            LabelledImages bank,
            LabelledImages queries,
            NDManager manager)
            throws IOException {
        output.note("bank: " + bank.images().description());
        output.note("to classify: " + queries.images().description());
        Features bankFeatures = jobs.features(wanted, bank.images(), manager);
        Features queryFeatures = jobs.features(wanted, queries.images(), manager);
        List<KnnResult> results;
        try (ImageProgress progress =
                ImageProgress.onStandardError("neighbours", queries.images().size())) {
            results = evaluator.evaluate(
                    bankFeatures.rows(),
                    bankFeatures.of(bank).labels(),
                    queryFeatures.rows(),
                    queryFeatures.of(queries).labels(),
                    progress);
        }
        encoder.finish(Report.of(results), output);
    }
}
