package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.replay.ReplayedStep;
import io.github.hcsc.train.view.TrainingViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose losses or weights stop being numbers. */
final class DivergenceTest {

    private static final int IMAGES = 64;
    private static final int BAD_STEP = 3;

    @TempDir
    private Path folder;

    /** Features that are infinite for a black image alone, since the other images of a batch have no part in them. */
    private static final class Logarithms extends AbstractBlock {
        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
            NDArray channels = inputs.singletonOrThrow().mean(new int[] {3}).mean(new int[] {2});
            return new NDList(channels.add(channels.mean(new int[] {1}, true).log()));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(inputs[0].get(0), 3)};
        }
    }

    /** Images of which one is black, in any view. */
    private record WithBlack(ImageSource images, int black) implements ImageSource {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public String name(int index) {
            return images.name(index);
        }

        @Override
        public Image image(int index) throws IOException {
            Image image = images.image(index);
            return index == black ? new Image(image.width(), image.height(), new byte[image.rgb().length]) : image;
        }

        @Override
        public String description() {
            return images.description();
        }
    }

    private static final EncoderFactory LOGARITHMS =
            dim -> new Encoder(new Logarithms(), Linear.builder().setUnits(dim).build());

    private static PretrainConfig config(String... settings) {
        return PretrainerTest.config(
                        "views.mean=[0, 0, 0]",
                        "views.std=[1, 1, 1]",
                        "encoder.bnGroups=2",
                        "run.knn.everyEpochs=0",
                        "run.logEverySteps=4")
                .with(settings);
    }

    private PretrainerBuilder plug(PretrainerBuilder builder, int black) {
        return builder.optEncoder(LOGARITHMS)
                .optEvaluator((scope, encoder) -> Map.of())
                .optData(new TrainingData(new WithBlack(new GeneratedShapes(IMAGES, 16, 0), black), Optional.empty()));
    }

    /** An image of the batch of the third step, when two steps have been done. */
    private static int imageOfBadStep() {
        try (MultiViewLoader loader = new MultiViewLoader(
                        new GeneratedShapes(IMAGES, 16, 0),
                        TrainingViews.of(config().views()),
                        LoaderConfig.training(16, 0, 1));
                ViewBatches batches = loader.epoch(0, BAD_STEP - 1);
                ViewBatch batch = batches.next()) {
            return (int) batch.indices()[5];
        }
    }

    /** It is noticed where losses are logged, or before a broken state would be saved. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theFirstBadStepIsFoundAndTheStateBeforeItKept(int checkpointEvery) throws IOException {
        int black = imageOfBadStep();
        String name = new GeneratedShapes(IMAGES, 16, 0).name(black);
        PretrainConfig config = config("run.checkpoint.everySteps=" + checkpointEvery, "run.checkpoint.keep=9");
        Path run = folder.resolve("run");
        DivergedException diverged;
        try (Pretrainer pretrainer = plug(Pretrainer.create(config, run), black).build()) {
            diverged = catchThrowableOfType(DivergedException.class, pretrainer::run);
        }

        Path kept = run.resolve("checkpoints/kept-00000002.safetensors");
        assertThat(diverged.firstStep()).isEqualTo(BAD_STEP);
        assertThat(diverged)
                .hasMessageContaining("step 3 in epoch 0 is the first that is not finite: the term instance_loss, first"
                        + " in the features of view 1, of 1 of the 16 images of the batch: " + name + ".")
                .hasMessageEndingWith("The state before it is kept in " + kept);
        assertThat(run.resolve("checkpoints/step-00000003.safetensors")).doesNotExist();
        if (checkpointEvery > 0) {
            assertThat(Safetensors.read(kept).get("query.weight").bytes())
                    .isEqualTo(Safetensors.read(run.resolve("checkpoints/step-00000002.safetensors"))
                            .get("query.weight")
                            .bytes());
        }
        List<MetricsRecord> records = MetricsLog.read(run.resolve("metrics.jsonl"));
        assertThat(records.get(records.size() - 1).values())
                .containsEntry("nonfinite_step", 3.0)
                .containsEntry("nonfinite_image: " + name, (double) black)
                .containsKeys("nonfinite_term: instance_loss", "nonfinite_tensor: the features of view 1");

        try (Replay replay = plug(Pretrainer.resume(run), black).replay()) {
            Replay.Way way = replay.wayTo(BAD_STEP);
            assertThat(way.checkpoint()).hasValue(BAD_STEP - 1);
            ReplayedStep step = replay.repeat(way);
            assertThat(step.losses().get("loss")).isNaN();
            assertThat(step.images()).anyMatch(image -> image.index() == black);
        }
    }

    /** Losses are finite as long as the weights are: the step before is the first that is not. */
    @Test
    void aStepThatLeavesBrokenWeightsIsTheFirst() {
        try (Pretrainer pretrainer = Pretrainer.create(
                        PretrainerTest.config("optimizer.baseLearningRate=1e38", "optimizer.sgdMomentum=0.9"),
                        folder.resolve("run"))
                .optData(PretrainerTest.images())
                .build()) {
            DivergedException diverged = catchThrowableOfType(DivergedException.class, pretrainer::run);

            assertThat(diverged)
                    .hasMessageContaining("is the first that is not finite: ")
                    .hasMessageContaining("of all 16 images of the batch: ");
            assertThat(folder.resolve("run/checkpoints")
                            .resolve(String.format(Locale.ROOT, "kept-%08d.safetensors", diverged.firstStep() - 1)))
                    .exists();
        }
    }

    @Test
    void aKeptStateIsNeverRemovedAndNeverGoneOnFrom() throws IOException {
        Path run = folder.resolve("run");
        PretrainConfig config = PretrainerTest.config("run.checkpoint.keep=1", "schedule.epochs=2");
        try (Pretrainer pretrainer =
                Pretrainer.create(config, run).optData(PretrainerTest.images()).build()) {
            Files.writeString(run.resolve("checkpoints/kept-00000099.safetensors"), "");
            assertThat(pretrainer.run()).isTrue();
        }

        assertThat(run.resolve("checkpoints/kept-00000099.safetensors")).exists();
        try (Pretrainer pretrainer =
                Pretrainer.resume(run).optData(PretrainerTest.images()).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }
}
