package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.linear.FeatureBatches;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.eval.linear.LinearResult;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.schedule.StepDecay;
import io.github.hcsc.train.schedule.StepRate;
import io.github.hcsc.train.schedule.WarmRestarts;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an encoder by a linear classifier. */
@Command(
        name = "linear",
        description = {
            "Trains a linear classifier on the frozen encoder's features and tests it after each epoch.",
            "Defaults are those of ImageNet: random crops and flips, 100 epochs, learning rate 5, a tenth of it from epoch"
                    + " 60 and 80 on, batches of 256; --places205 takes those of Places205.",
            "--fast computes features once, without augmentation, those that knn and clusters use as well: minutes instead"
                    + " of hours, for small data."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval linear --run run1 --data imagenet/train --test imagenet/val",
            "  hcsc eval linear --run run1 --data cifar10/train --test cifar10/test --fast"
        })
final class LinearCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Mixin
    private TrainTestOption images = new TrainTestOption();

    @Option(names = "--fast", description = "Train on features of the test's fixed view, computed once and kept.")
    private boolean fast;

    @Option(names = "--places205", description = "Views and warm restarts of the Places205 protocol, learning rate 3.")
    private boolean places;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "100",
            converter = Ranges.Count.class,
            description = "Default: 100.")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            converter = Ranges.Positive.class,
            description = "Default: 5, of Places205 3; whatever the batch.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "256",
            converter = Ranges.Count.class,
            description = "Images in a batch. Default: 256.")
    private int batch;

    @Option(
            names = "--milestones",
            paramLabel = "E",
            split = ",",
            description = "Epochs at which the rate falls to a tenth. Default: 60 and 80 per cent of all.")
    private List<Integer> milestones = List.of();

    @Option(
            names = "--restart-every",
            paramLabel = "N",
            defaultValue = "10",
            converter = Ranges.Count.class,
            description = "Epochs from one warm restart of --places205 to the next. Default: 10.")
    private int restartEvery;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9", description = "Default: 0.9.")
    private double momentum;

    @Option(names = "--weight-decay", paramLabel = "W", defaultValue = "0", description = "Default: 0.")
    private double weightDecay;

    @Option(
            names = "--min-scale",
            paramLabel = "S",
            converter = Ranges.Share.class,
            description = "Smallest crop of training, as a share of the image, without --fast and --places205."
                    + " Default: 0.08.")
    private Optional<Double> minScale = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Origin of random numbers. Default: 0.")
    private int seed;

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    LinearCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        FeatureRequest wanted = cache.features(encoder, views, published());
        LinearProtocol protocol = protocol();
        try (NDManager manager = device.newManager()) {
            images.open(encoder, output, (known, tested) -> evaluate(protocol, wanted, known, tested, manager));
        }
        return 0;
    }

    /** What is fast shares the features of kNN and clusters. */
    private FixedView published() {
        if (fast) {
            return FixedView.BICUBIC;
        }
        return places ? FixedView.SQUARE : FixedView.BILINEAR;
    }

    private LinearProtocol protocol() {
        StepRate rates = places
                ? new WarmRestarts(initialRate(), restartEvery)
                : StepRate.of(new StepDecay(initialRate(), milestones()));
        try {
            return new LinearProtocol(epochs, rates, momentum, weightDecay, seed);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private double initialRate() {
        return rate.orElse(places ? 3.0 : 5.0);
    }

    private List<Integer> milestones() {
        return milestones.isEmpty() ? LinearProtocol.milestones(epochs) : milestones;
    }

    private void evaluate(
            LinearProtocol protocol,
            FeatureRequest wanted,
            LabelledImages known,
            LabelledImages tested,
            NDManager manager)
            throws IOException {
        output.note("training: " + known.images().description());
        output.note("test: " + tested.images().description());
        Features test = jobs.features(wanted, tested.images(), manager);
        try (TrainingProgress progress = progress(known);
                Training training = training(wanted, known, manager)) {
            LinearResult result = new LinearProbe(protocol, progress)
                    .evaluate(
                            training.batches(),
                            training.labels(),
                            new LinearProbe.Test(test.rows(), test.of(tested).labels()));
            encoder.finish(report(result), output);
        }
    }

    private TrainingProgress progress(LabelledImages known) {
        return fast
                ? TrainingProgress.over(ImageProgress.onStandardError(
                        "classifier", (long) epochs * known.images().size()))
                : output.progress();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Training(FeatureBatches batches, int[] labels) implements AutoCloseable {
        @Override
        public void close() {
            batches.close();
        }
    }

    private Training training(FeatureRequest wanted, LabelledImages known, NDManager manager) throws IOException {
        if (fast) {
            Features features = jobs.features(wanted, known.images(), manager);
            return new Training(
                    new KeptBatches(features.rows(), batch, seed),
                    features.of(known).labels());
        }
        RandomView view =
                places ? RandomView.places205() : RandomView.imageNet(minScale.orElse(RandomView.PUBLISHED_MIN_SCALE));
        return new Training(
                jobs.randomViews(wanted.encoder(), known.images(), view, batch, seed, manager), known.labels());
    }

    private Report report(LinearResult result) {
        String protocol = (places ? "places205" : "imagenet") + (fast ? ", features computed once" : "");
        return new Report(String.format(Locale.ROOT, "linear (%s): %s", protocol, result))
                .with("protocol", protocol)
                .with("learningRate", initialRate())
                .with("results", result);
    }
}
