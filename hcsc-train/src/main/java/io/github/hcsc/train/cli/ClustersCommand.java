package io.github.hcsc.train.cli;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.cli.EncoderSource.FeatureRequest;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.clusters.ClusterAgreement;
import io.github.hcsc.train.eval.clusters.ClusterEvaluator;
import io.github.hcsc.train.eval.clusters.RunPrototypes;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares clusters with classes. */
@Command(
        name = "clusters",
        description = {
            "Compares clusters of features with classes, at every level of a hierarchy: NMI, AMI, ARI and the accuracy of"
                    + " the best one-to-one matching.",
            "Features are clustered by hierarchical K-means as in pretraining; --prototypes takes a run's own clusters."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hcsc eval clusters --run run1 --data cifar10/test",
            "  hcsc eval clusters --weights hcsc_200eps.pth --data imagenet/val --clusters 25000,1000",
            "  hcsc eval clusters --run run1 --prototypes",
            "  hcsc eval clusters --run tree1 --prototypes"
        })
final class ClustersCommand implements Callable<Integer> {
    private static final List<Integer> PUBLISHED = List.of(25000, 1000);

    private final EncoderJobs jobs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EncoderOption encoder = new EncoderOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of images, one sub-folder per class. With --prototypes: the run's images if moved.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--clusters",
            paramLabel = "K",
            split = ",",
            converter = Ranges.Count.class,
            description = {
                "Clusters of each level, finest first.",
                "Default: 25000,1000 as published if there are 1000 classes and at least 50000 images, else one per class."
            })
    private List<Integer> clusters = List.of();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "20",
            converter = Ranges.Count.class,
            description = "Of K-means. Default: 20.")
    private int iterations;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "5",
            converter = Ranges.Count.class,
            description = "Of K-means, the best counts. Default: 5.")
    private int starts;

    @Option(
            names = "--max-points",
            paramLabel = "N",
            defaultValue = "1000",
            converter = Ranges.Count.class,
            description = "Features per cluster that K-means uses at most, chosen at random. Default: 1000.")
    private int maxPoints;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of K-means. Default: 0.")
    private int seed;

    @Option(
            names = "--prototypes",
            description =
                    "Compare the prototypes of --run, of its training images; it may be a tree by 'hcsc cluster'.")
    private boolean prototypes;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "Images at most, evenly spaced. Default: all.")
    private Optional<Integer> maxImages = Optional.empty();

    @Mixin
    private ViewOption views = new ViewOption();

    @Mixin
    private CacheOption cache = new CacheOption();

    @Mixin
    private SourceOption source = new SourceOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private Output output = new Output();

    ClustersCommand(EncoderJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        encoder.path();
        List<ClusterAgreement> levels = prototypes ? ofPrototypes() : ofFeatures();
        encoder.finish(Report.of(levels).with("of", prototypes ? "prototypes" : "features"), output);
        return 0;
    }

    private List<ClusterAgreement> ofPrototypes() throws IOException {
        Path run =
                encoder.run().orElseThrow(() -> wrong("--prototypes must come with --run, whose prototypes they are"));
        if (!RunDirectory.holdsRun(run)) {
            return ofTree(run);
        }
        PretrainConfig config = RunDirectory.readConfig(run);
        if (data.isPresent()) {
            config = config.withData(data.orElseThrow());
        }
        try (TrainingData images = TrainingData.open(config.data(), config.run().seed())) {
            return RunPrototypes.evaluate(
                    run, LabelledImages.of(images.training()).labels());
        }
    }

    /** A tree of features knows the classes of its rows, if they have any. */
    private static List<ClusterAgreement> ofTree(Path folder) throws IOException {
        PrototypeStore store = PrototypeStore.of(folder);
        PrototypeTree tree = store.newest();
        List<String> classes = store.imageTable(tree).classes();
        if (classes.isEmpty()) {
            throw new IOException(
                    folder + " knows no classes of its rows; give them to 'hcsc cluster' with --labels FILE");
        }
        List<String> named = classes.stream().distinct().sorted().toList();
        int[] labels = classes.stream()
                .mapToInt(name -> Collections.binarySearch(named, name))
                .toArray();
        return tree.levels().stream()
                .map(level -> ClusterAgreement.of(
                        IntStream.range(0, labels.length).map(level::nodeOf).toArray(), labels))
                .toList();
    }

    private List<ClusterAgreement> ofFeatures() throws IOException {
        Path folder = data.orElseThrow(() -> wrong("--data DIR must name the images, or --prototypes be given"));
        FeatureRequest wanted = cache.features(encoder, views, FixedView.BICUBIC);
        try (NDManager manager = device.newManager();
                ImageSource all = source.open(folder, encoder, output)) {
            LabelledImages wantedImages = LabelledImages.of(all).atMost(maxImages.orElse(Integer.MAX_VALUE));
            counts(wantedImages.labels());
            Features features = jobs.features(wanted, wantedImages.images(), manager);
            LabelledImages images = features.of(wantedImages);
            List<Integer> counts = counts(images.labels());
            output.note("clustering " + images.images().size() + " features into " + counts);
            try (ImageProgress progress = ImageProgress.onStandardError(
                    "K-means", (long) counts.size() * starts * iterations, "iterations")) {
                KMeans algorithm = new KMeans(iterations, starts, maxPoints, progress);
                return ClusterEvaluator.of(counts, algorithm, seed).evaluate(features.rows(), images.labels());
            }
        }
    }

    private List<Integer> counts(int[] labels) {
        int classes = Math.toIntExact(Arrays.stream(labels).distinct().count());
        boolean published = classes == PUBLISHED.get(1) && labels.length >= 2 * PUBLISHED.get(0);
        List<Integer> chosen = clusters.isEmpty() ? published ? PUBLISHED : List.of(classes) : clusters;
        int most = labels.length;
        for (int count : chosen) {
            if (count > most) {
                throw wrong("--clusters must not be more than the " + labels.length
                        + " images, nor grow from level to level, but were " + chosen);
            }
            most = count;
        }
        return chosen;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
