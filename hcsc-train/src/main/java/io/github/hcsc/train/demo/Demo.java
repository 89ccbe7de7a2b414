package io.github.hcsc.train.demo;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreePage;
import io.github.hcsc.train.prototypes.label.NamingTrial;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pretrains on generated shapes of a known three-level hierarchy and measures kNN at each level.
 *
 * @param config how
 */
public record Demo(PretrainConfig config) {

    private static final int TRAINING = 5400;
    private static final int HELD_OUT = 810;

    private static final int SHOWN = 8;
    private static final int NAMED = 20;
    private static final int DRAWS = 5;
    private static final int MEGABYTES = 4;

    /** The level of the hierarchy whose classes are the names. */
    private static final int NAMES = 1;

    /**
     * What the demo found.
     *
     * @param pixels kNN of raw pixels
     * @param untrained kNN of the encoder before training
     * @param trained kNN of the encoder after training
     * @param names how well names of a few prototypes fit all images; none without prototypes
     */
    public record Outcome(
            LevelAccuracy pixels,
            LevelAccuracy untrained,
            LevelAccuracy trained,
            Optional<NamingTrial.Outcome> names) {}

    /**
     * Takes the demo's own configuration, which fits two CPU cores.
     *
     * @param seed origin of every random number
     * @param device {@code auto}, {@code cpu} or {@code gpu<number>}
     * @param settings further settings, {@code key=value}
     */
    public static Demo of(int seed, String device, List<String> settings) {
        try (InputStream yaml = Demo.class.getResourceAsStream("demo.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("demo.yaml is missing from the jar");
            }
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            return new Demo(PretrainConfig.parse(text, "demo.yaml")
                    .with("run.seed=" + seed, "run.device=" + device)
                    .with(settings.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns this demo with an arm's settings. */
    public Demo with(Arm arm) {
        return new Demo(config.with(arm.settings().toArray(String[]::new)));
    }

    /**
     * Runs the demo.
     *
     * @param run the folder to make for the run
     * @param page the file to write the tree of prototypes to, with pictures; not written if there are no prototypes
     * @throws RunException if it was stopped before its end
     */
    public Outcome run(Path run, Path page, TrainingProgress progress) throws IOException {
        ShapesKnn knn = knn();
        LevelAccuracy ofPixels = ofPixels(knn);
        progress.message("kNN of raw pixels: " + ofPixels);
        List<LevelAccuracy> course = train(run, knn, progress);
        return new Outcome(
                ofPixels,
                course.get(0),
                course.get(course.size() - 1),
                config.prototypes().counts().isEmpty()
                        ? Optional.empty()
                        : Optional.of(tree(run, page, knn.training())));
    }

    /**
     * Trains, and returns kNN of the encoder after it, as of another method beside the demo.
     *
     * @param run the folder to make for the run
     * @throws RunException if it was stopped before its end
     */
    public LevelAccuracy trained(Path run, TrainingProgress progress) {
        List<LevelAccuracy> course = train(run, knn(), progress);
        return course.get(course.size() - 1);
    }

    private ShapesKnn knn() {
        int pixels = config.views().imageSize();
        long seed = config.run().seed();
        return new ShapesKnn(
                new GeneratedShapes(TRAINING, pixels, 2 * seed),
                new GeneratedShapes(HELD_OUT, pixels, 2 * seed + 1),
                config);
    }

    private static LevelAccuracy ofPixels(ShapesKnn knn) {
        try (NDManager manager = Devices.newManager(Device.cpu())) {
            return LevelAccuracy.of(knn.ofPixels(manager));
        }
    }

    /** Returns kNN before training and whenever it was measured since. */
    private List<LevelAccuracy> train(Path run, ShapesKnn knn, TrainingProgress progress) {
        try (Pretrainer pretrainer = Pretrainer.create(config, run)
                .optData(new TrainingData(knn.training(), Optional.of(knn.heldOut())))
                .optEvaluator(knn)
                .optProgress(progress)
                .build()) {
            if (!pretrainer.run()) {
                throw new RunException("the demo was stopped before its end");
            }
        }
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey(ShapesKnn.LEVELS.get(0)))
                .map(LevelAccuracy::of)
                .toList();
    }

    /** Writes the page of the tree and tells how well names of its nodes fit. */
    private static NamingTrial.Outcome tree(Path run, Path page, GeneratedShapes shapes) throws IOException {
        PrototypeStore store = PrototypeStore.of(run);
        PrototypeTree tree = store.newest();
        Embeddings embeddings = store.embeddings(tree);
        List<String> names =
                IntStream.range(0, shapes.size()).mapToObj(shapes::name).toList();
        List<String> classes = IntStream.range(0, shapes.size())
                .mapToObj(image -> shapes.classNames(NAMES).get(shapes.label(image, NAMES)))
                .toList();
        ImageTable images = new ImageTable(names, classes);
        new TreePage("the demo", tree, images, Optional.empty(), embeddings.health())
                .write(page, Optional.of(shapes), MEGABYTES * 1_000_000L);
        try (NDManager manager = Devices.newManager(Device.cpu())) {
            return new NamingTrial(tree, embeddings, images, SHOWN, DRAWS).run(NAMED, manager);
        }
    }

    /**
     * kNN top-1 in per cent at each level of the shapes' hierarchy.
     *
     * @param leaf of 27 classes
     * @param middle of 9 classes
     * @param top of 3 classes
     */
    public record LevelAccuracy(double leaf, double middle, double top) {

        static LevelAccuracy of(Map<String, Double> values) {
            return new LevelAccuracy(
                    value(values, ShapesKnn.LEVELS.get(0)),
                    value(values, ShapesKnn.LEVELS.get(1)),
                    value(values, ShapesKnn.LEVELS.get(2)));
        }

        /** The figures as part of a sentence. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%.1f %% of leaves, %.1f %% of shapes, %.1f %% of families", leaf, middle, top);
        }

        private static double value(Map<String, Double> values, String name) {
            return Objects.requireNonNull(values.get(name), name);
        }
    }
}
