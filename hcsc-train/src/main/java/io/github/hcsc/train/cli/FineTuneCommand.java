package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.finetune.FineTuneProtocol;
import io.github.hcsc.train.eval.finetune.FineTuner.FineTuneResult;
import io.github.hcsc.train.eval.finetune.LabelSubset;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures an encoder by fine-tuning on few labels. */
@Command(
        name = "finetune",
        description = {
            "Fine-tunes the whole network on a small share of the labels and tests it after each epoch.",
            "Defaults are those published for 1 %% and 10 %% of ImageNet. The share is the same for equal file names and"
                    + " seed, and 1 %% is part of 10 %%; --list takes a published list instead."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval finetune --run run1 --data imagenet/train --test imagenet/val --list 1percent.txt",
            "  hcsc eval finetune --run run1 --data cifar10/train --test cifar10/test --percent 10 --batch 64"
        })
final class FineTuneCommand implements Callable<Integer> {
    /** The released code's deviation of red, where all else has 0.229. */
    private static final List<Double> RELEASED_DEVIATION = List.of(0.228, 0.224, 0.225);

    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Mixin
    private TrainTestOption images = new TrainTestOption();

    @Option(
            names = "--percent",
            paramLabel = "P",
            converter = Ranges.Percent.class,
            description = "Share of each class's labels that is used. Default: 1.")
    private Optional<Double> percent = Optional.empty();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "Names of the images whose labels are used, one a line.")
    private Optional<Path> list = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "70",
            converter = Ranges.Count.class,
            description = "Default: 70.")
    private int epochs;

    @Option(
            names = "--milestones",
            paramLabel = "E",
            split = ",",
            description =
                    "Epochs at which both rates fall to a tenth. Default: three and six sevenths of all, 30 and 60"
                            + " of 70.")
    private List<Integer> milestones = List.of();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images in a batch, which share their batch normalisation. Default: 256.")
    private int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "0.005",
            description = "Of the backbone. Default: 0.005.")
    private double rate;

    @Option(
            names = "--head-learning-rate",
            paramLabel = "R",
            defaultValue = "0.02",
            description = "Of the classifier. Default: 0.02.")
    private double headRate;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9", description = "Default: 0.9.")
    private double momentum;

    @Option(names = "--weight-decay", paramLabel = "W", defaultValue = "0", description = "Default: 0.")
    private double weightDecay;

    @Option(
            names = "--min-scale",
            paramLabel = "S",
            converter = Ranges.Share.class,
            defaultValue = "0.08",
            description = "Smallest crop of training, as a share of the image. Default: 0.08.")
    private double minScale;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "31",
            description = "Origin of random numbers. Default: 31.")
    private int seed;

    @Option(
            names = "--released-std",
            description = "Normalise with the released code's deviations 0.228, 0.224, 0.225, a misprint of 0.229.")
    private boolean releasedStd;

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    FineTuneCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        FeatureRequest start =
                new FeatureRequest(views.source(encoder), views.orElse(FixedView.BILINEAR), Optional.empty());
        FineTuneProtocol protocol = protocol();
        try (NDManager manager = device.newManager()) {
            images.open(encoder, output, (all, tested) -> {
                LabelledImages known = list.isPresent()
                        ? LabelSubset.listed(all, list.orElseThrow())
                        : LabelSubset.share(all, percent.orElse(1.0), seed);
                output.note("labelled: " + known.images().description());
                output.note("test: " + tested.images().description());
                try (TrainingProgress progress = output.progress()) {
                    Optional<List<Double>> std = releasedStd ? Optional.of(RELEASED_DEVIATION) : Optional.empty();
                    FineTuneResult result = jobs.fineTune(start, std, protocol, known, tested, progress, manager);
                    encoder.finish(report(result), output);
                }
            });
        }
        return 0;
    }

    private FineTuneProtocol protocol() {
        if (list.isPresent() && percent.isPresent()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "only one of --list FILE and --percent P may be given");
        }
        try {
            List<Integer> steps = milestones.isEmpty() ? FineTuneProtocol.milestones(epochs) : milestones;
            return new FineTuneProtocol(epochs, steps, batch, minScale, rate, headRate, momentum, weightDecay, seed);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Report report(FineTuneResult result) {
        return new Report("fine-tuning on " + result)
                .with("labels", list.map(Path::toString).orElseGet(() -> percent.orElse(1.0) + " %"))
                .with("results", result);
    }
}
