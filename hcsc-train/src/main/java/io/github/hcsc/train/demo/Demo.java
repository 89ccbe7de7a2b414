package io.github.hcsc.train.demo;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Pretrains on generated shapes of a known three-level hierarchy and measures kNN at each level.
 *
 * @param seed origin of every random number
 * @param device {@code auto}, {@code cpu} or {@code gpu<number>}
 * @param settings further settings, {@code key=value}
 */
public record Demo(int seed, String device, List<String> settings) {

    private static final int TRAINING = 5400;
    private static final int HELD_OUT = 810;

    /**
     * What the demo found.
     *
     * @param pixels kNN of raw pixels
     * @param untrained kNN of the encoder before training
     * @param moco kNN of MoCo v2 after the same training, kept from an earlier run; none if the settings differ from it
     * @param trained kNN of the encoder after training
     */
    public record Outcome(
            LevelAccuracy pixels, LevelAccuracy untrained, Optional<EarlierRun> moco, LevelAccuracy trained) {}

    /** Copies the settings. */
    public Demo {
        settings = List.copyOf(settings);
    }

    /** Returns the configuration of the demo, which fits two CPU cores. */
    public PretrainConfig config() {
        try (InputStream yaml = Demo.class.getResourceAsStream("demo.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("demo.yaml is missing from the jar");
            }
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            return PretrainConfig.parse(text, "demo.yaml")
                    .with("run.seed=" + seed, "run.device=" + device)
                    .with(settings.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the demo.
     *
     * @param run the folder to make for the run
     * @throws RunException if it was stopped before its end
     */
    public Outcome run(Path run, TrainingProgress progress) {
        PretrainConfig config = config();
        int pixels = config.views().imageSize();
        GeneratedShapes training = new GeneratedShapes(TRAINING, pixels, 2L * seed);
        GeneratedShapes heldOut = new GeneratedShapes(HELD_OUT, pixels, 2L * seed + 1);
        ShapesKnn knn = new ShapesKnn(training, heldOut, config);
        try (Pretrainer pretrainer = Pretrainer.create(config, run)
                .optData(new TrainingData(training, Optional.of(heldOut)))
                .optEvaluator(knn)
                .optProgress(progress)
                .build()) {
            if (!pretrainer.run()) {
                throw new RunException("the demo was stopped before its end");
            }
        }
        LevelAccuracy ofPixels;
        try (NDManager manager = Devices.newManager(ai.djl.Device.cpu())) {
            ofPixels = LevelAccuracy.of(knn.ofPixels(manager));
        }
        List<LevelAccuracy> measured = MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .map(MetricsRecord::values)
                .filter(values -> values.containsKey(ShapesKnn.LEVELS.get(0)))
                .map(LevelAccuracy::of)
                .toList();
        Optional<EarlierRun> moco = settings.isEmpty() ? Optional.of(EarlierRun.moco()) : Optional.empty();
        return new Outcome(ofPixels, measured.get(0), moco, measured.get(measured.size() - 1));
    }

    /**
     * The kept result of an earlier run of the demo, which anyone can repeat.
     *
     * @param command what was run
     * @param machine where
     * @param date when
     * @param accuracy what it reached
     */
    public record EarlierRun(String command, String machine, String date, LevelAccuracy accuracy) {
        private static final ObjectMapper MAPPER = new YAMLMapper();

        static EarlierRun moco() {
            try (InputStream yaml = EarlierRun.class.getResourceAsStream("moco.yaml")) {
                if (yaml == null) {
                    throw new IllegalStateException("moco.yaml is missing from the jar");
                }
                return MAPPER.readValue(yaml, EarlierRun.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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

        private static double value(Map<String, Double> values, String name) {
            return Objects.requireNonNull(values.get(name), name);
        }
    }
}
