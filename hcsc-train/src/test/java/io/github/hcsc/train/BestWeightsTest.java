package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.train.checkpoint.BestMeasure;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BestWeightsTest {
    private static final String FIRST_LAYER = "conv1.weight";

    @TempDir
    private Path folder;

    private final List<float[]> measured = new ArrayList<>();

    @Test
    void encoderTreeAndRunAreOfTheBestWeightsAndTheNewestCheckpointIsNot() throws IOException {
        Path run = folder.resolve("run");
        train(run, config(), 0, "knn_top1", 90, 50, 60, 40);

        assertThat(best(run)).isEqualTo(new BestMeasure("knn_top1", 60, 2, 8));
        Path newest = Checkpoints.newestFile(run.resolve("checkpoints")).orElseThrow();
        assertThat(firstLayer(run)).containsExactly(measured.get(2));
        assertThat(firstLayer(run.resolve("encoder"))).containsExactly(measured.get(2));
        assertThat(firstLayer(newest)).containsExactly(measured.get(3)).isNotEqualTo(measured.get(2));
        assertThat(EncoderWeights.open(newest).views()).isEqualTo(config().views());
        PrototypeStore store = PrototypeStore.of(run);
        assertThat(store.embeddings(store.newest()).row(0)).containsExactly(embedding(run), Offset.offset(1e-3f));
    }

    /** As after a crash: the newest checkpoint is older than the best weights, which are measured and kept again. */
    @Test
    void isTheSameWhenTheRunGoesOnFromBeforeTheBest() throws IOException {
        Path run = folder.resolve("run");
        train(run, config("run.checkpoint.keep=9"), 0, "knn_top1", 90, 50, 60, 40);
        byte[] whole = Files.readAllBytes(Checkpoints.best(run.resolve("checkpoints")));
        Files.delete(run.resolve("checkpoints/step-00000008.safetensors"));
        Files.delete(run.resolve("checkpoints/step-00000012.safetensors"));

        train(run, config("run.checkpoint.keep=9"), 2, "knn_top1", 90, 50, 60, 40);

        assertThat(Files.readAllBytes(Checkpoints.best(run.resolve("checkpoints"))))
                .isEqualTo(whole);
    }

    @Test
    void withoutLabelsTheRankOfTheSecondHalfDecides() throws IOException {
        Path run = folder.resolve("run");
        train(run, config(), 0, "features_effective_rank", 90, 80, 30, 20);

        assertThat(best(run)).isEqualTo(new BestMeasure("features_effective_rank", 30, 2, 8));
    }

    @Test
    void whereNothingIsMeasuredTheLastWeightsStay() throws IOException {
        Path run = folder.resolve("run");
        train(run, config(), 0, "something_else", 1, 2, 3, 4);

        assertThat(Checkpoints.best(run.resolve("checkpoints"))).doesNotExist();
        assertThat(firstLayer(run)).containsExactly(measured.get(3));
    }

    @Test
    void saysWhenNoMeasurementHasRisenForLong() {
        List<String> said = new ArrayList<>();
        PretrainConfig config = config("schedule.epochs=7", "prototypes.counts=[]");
        double[] course = {1, 9, 8, 7, 6, 5, 4, 3};
        int[] next = {0};
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("run"))
                .optData(PretrainerTest.images())
                .optProgress(new Listener(said))
                .optEvaluator((scope, encoder) -> Map.of("knn_top1", course[next[0]++]))
                .build()) {
            pretrainer.run();
        }

        assertThat(said.stream().filter(text -> text.contains("has not risen")))
                .containsExactly(
                        "knn_top1 has not risen for 5 measurements, since epoch 1 (knn_top1 9.000). Those weights"
                                + " are kept; to stop here is safe (Ctrl-C), and --run takes them.");
    }

    private static PretrainConfig config(String... settings) {
        return PretrainerTest.config("run.knn.everyEpochs=1").with(settings);
    }

    /** Trains from an epoch on, with given measurements of each epoch. */
    private void train(Path run, PretrainConfig config, int epoch, String metric, double... course) {
        int[] next = {epoch};
        PretrainerBuilder builder =
                RunDirectory.holdsRun(run) ? Pretrainer.resume(run) : Pretrainer.create(config, run);
        try (Pretrainer pretrainer = builder.optData(PretrainerTest.images())
                .optEvaluator((scope, encoder) -> {
                    measured.add(firstLayer(encoder));
                    return Map.of(metric, course[next[0]++]);
                })
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    private static BestMeasure best(Path run) {
        return BestMeasure.of(Checkpoints.best(run.resolve("checkpoints"))).orElseThrow();
    }

    private static float[] firstLayer(Encoder encoder) {
        return encoder.getParameters().get(FIRST_LAYER).getArray().toFloatArray();
    }

    private static float[] firstLayer(Path weights) throws IOException {
        return EncoderWeights.open(weights).state().get(FIRST_LAYER).toFloats();
    }

    /** The embedding of the first training image by the encoder that a run is opened with. */
    private static float[] embedding(Path run) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainedEncoder encoder = TrainedEncoder.open(run, manager);
            NDArray features = encoder.features(
                            manager, PretrainerTest.images().training(), FixedView.BILINEAR, 1, done -> {})
                    .rows();
            return encoder.embeddings(manager, features).get(0).toFloatArray();
        }
    }

    static TrainingProgress listener(List<String> said) {
        return new Listener(said);
    }

    private record Listener(List<String> said) implements TrainingProgress {
        @Override
        public void message(String text) {
            said.add(text);
        }
    }
}
