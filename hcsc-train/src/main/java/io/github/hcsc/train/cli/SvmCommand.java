package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.svm.LinearSvm;
import io.github.hcsc.train.eval.svm.SvmEvaluator;
import io.github.hcsc.train.eval.svm.SvmEvaluator.SvmResult;
import io.github.hcsc.train.eval.svm.VocImages;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures an encoder by support vector machines on VOC. */
@Command(
        name = "svm",
        description = {
            "Trains a linear support vector machine for each class of VOC2007 on the encoder's features and measures the"
                    + " mean average precision over the classes, as PCL does.",
            "The released voc_cls protocol of HCSC is not offered: its figure is the average precision over the classes of"
                    + " each image, averaged over images, with batch statistics that change while it is measured; it"
                    + " compares with no published mAP."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval svm --run run1 --data VOCdevkit/VOC2007",
            "  hcsc eval svm --run run1 --data VOCdevkit/VOC2007 --shots 1,2,4,8,16"
        })
final class SvmCommand implements Callable<Integer> {
    private final EncoderJobs jobs;

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder VOC2007, with Annotations, ImageSets/Main and JPEGImages.")
    private Path data = Path.of("");

    @Option(names = "--train-set", paramLabel = "NAME", defaultValue = "trainval", description = "Default: trainval.")
    private String trainSet = "trainval";

    @Option(names = "--test-set", paramLabel = "NAME", defaultValue = "test", description = "Default: test.")
    private String testSet = "test";

    @Option(
            names = "--shots",
            paramLabel = "K",
            split = ",",
            converter = Ranges.Count.class,
            description = "Train on so many images of each class instead of all; published: 1,2,4,8,16.")
    private List<Integer> shots = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            converter = Ranges.Count.class,
            description = "Draws of the images of --shots. Default: 5.")
    private int runs;

    @Option(
            names = "--cost",
            paramLabel = "C",
            defaultValue = "0.5",
            converter = Ranges.Positive.class,
            description = "Weight of the loss. Default: 0.5.")
    private double cost;

    @Option(
            names = "--positive-weight",
            paramLabel = "W",
            defaultValue = "2",
            converter = Ranges.Positive.class,
            description = "How many times more the loss of images that show the class weighs. Default: 2.")
    private double positiveWeight;

    @Option(
            names = "--tolerance",
            paramLabel = "E",
            defaultValue = "0.0001",
            converter = Ranges.Positive.class,
            description = "At which the solver stops. Default: 0.0001.")
    private double tolerance;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "2000",
            converter = Ranges.Count.class,
            description = "After which the solver stops anyway. Default: 2000.")
    private int iterations;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Origin of the draws. Default: 0.")
    private int seed;

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    SvmCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        FeatureRequest wanted = cache.features(encoder, views, FixedView.BILINEAR);
        try (NDManager manager = device.newManager();
                VocImages training = VocImages.open(data, trainSet);
                VocImages test = VocImages.open(data, testSet)) {
            output.note("training: " + training.description());
            output.note("test: " + test.description());
            output.opened(training);
            output.opened(test);
            List<String> classes = training.shownClasses();
            SvmEvaluator.Labelled known = labelled(wanted, training, classes, manager);
            SvmEvaluator.Labelled tested = labelled(wanted, test, classes, manager);
            encoder.finish(Report.of(results(known, tested, classes.size())), output);
        }
        return 0;
    }

    private List<SvmResult> results(SvmEvaluator.Labelled known, SvmEvaluator.Labelled tested, int classes) {
        long machines = (long) classes * (shots.isEmpty() ? 1 : shots.size() * runs);
        try (ImageProgress progress = ImageProgress.onStandardError("training", machines, "machines")) {
            LinearSvm machine = new LinearSvm(cost, positiveWeight, tolerance, iterations);
            SvmEvaluator evaluator = new SvmEvaluator(machine, seed, progress);
            return shots.isEmpty()
                    ? List.of(evaluator.evaluate(known, tested))
                    : shots.stream()
                            .map(count -> evaluator.evaluate(known, tested, count, runs))
                            .toList();
        }
    }

    private SvmEvaluator.Labelled labelled(
            FeatureRequest wanted, VocImages images, List<String> classes, NDManager manager) throws IOException {
        Features features = jobs.features(wanted, images, manager);
        try (NDArray rows = features.rows()) {
            return new SvmEvaluator.Labelled(
                    rows.toFloatArray(), Math.toIntExact(rows.size(1)), images.labels(classes, features.images()));
        }
    }
}
