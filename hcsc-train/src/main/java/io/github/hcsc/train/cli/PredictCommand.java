package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.LabelSubset;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.predict.PredictionTrial;
import io.github.hcsc.train.prototypes.predict.PrototypeSpace;
import io.github.hcsc.train.schedule.StepDecay;
import io.github.hcsc.train.schedule.StepRate;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what prototypes add to a classifier. */
@Command(
        name = "prototypes",
        description = {
            "Classifies images by features alone and by features together with the prototypes of all levels, from a share"
                    + " of the labels: kNN, a linear classifier of features, of prototypes, of both.",
            "The linear classifiers are trained alike, on fixed views, without augmentation."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval prototypes --run run1 --data cifar10/train --test cifar10/test",
            "  hcsc eval prototypes --run run1 --data photos --labels 5 --json"
        })
final class PredictCommand implements Callable<Integer> {
    private static final double MOMENTUM = 0.9;

    private static final int BATCH = 256;

    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Mixin
    private TrainTestOption images = new TrainTestOption();

    @Option(
            names = "--labels",
            paramLabel = "PERCENT",
            split = ",",
            defaultValue = "1,10,100",
            converter = Ranges.Percent.class,
            description = "Shares of the labels that are known. Default: 1,10,100.")
    private List<Double> shares = List.of();

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "100", description = "Default: 100.")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "2",
            converter = Ranges.Positive.class,
            description = "Default: 2.")
    private double rate;

    @Option(names = "--weight-decay", paramLabel = "W", defaultValue = "0.0001", description = "Default: 0.0001.")
    private double weightDecay;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides which labels are known, and orders. Default: 0.")
    private int seed;

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    PredictCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        Path run = encoder.run().orElseThrow(() -> wrong("--run RUN must name the run whose prototypes to use"));
        encoder.requireBest();
        FeatureRequest wanted = cache.features(encoder, FixedView.BILINEAR);
        PrototypeSpace space = new PrototypeSpace(PrototypeStore.of(run).newest());
        LinearProtocol protocol = protocol();
        try (NDManager manager = device.newManager()) {
            images.open(encoder, output, (known, tested) -> {
                List<PredictionTrial.Outcome> results = new ArrayList<>();
                PredictionTrial.Images test = describe(wanted, tested, manager);
                for (double share : shares) {
                    results.add(trial(space, protocol, wanted, LabelSubset.share(known, share, seed), test, manager));
                }
                encoder.finish(Report.of(results).with("epochs", epochs), output);
            });
        }
        return 0;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private LinearProtocol protocol() {
        try {
            StepDecay decay = new StepDecay(rate, LinearProtocol.milestones(epochs));
            return new LinearProtocol(epochs, StepRate.of(decay), MOMENTUM, weightDecay, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private PredictionTrial.Outcome trial(
            PrototypeSpace space,
            LinearProtocol protocol,
            FeatureRequest wanted,
            LabelledImages known,
            PredictionTrial.Images test,
            NDManager manager)
            throws IOException {
        long steps = 3L * epochs * known.images().size();
        try (NDManager scope = manager.newSubManager();
                TrainingProgress progress =
                        TrainingProgress.over(ImageProgress.onStandardError("classifiers", steps))) {
            return new PredictionTrial(space, protocol, BATCH, progress).run(describe(wanted, known, scope), test);
        }
    }

    private PredictionTrial.Images describe(FeatureRequest wanted, LabelledImages some, NDManager manager)
            throws IOException {
        Features features = jobs.features(wanted, some.images(), manager);
        return new PredictionTrial.Images(
                features.rows(),
                jobs.project(wanted.encoder(), features.rows()),
                features.of(some).labels());
    }
}
