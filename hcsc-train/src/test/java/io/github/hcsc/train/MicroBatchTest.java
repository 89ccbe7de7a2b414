package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.Chunks.Chunk;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MicroBatchTest {

    private static final String LOCALS = "views.localCrops=[{count: 1, size: 16, minScale: 0.1, maxScale: 0.4}]";

    @TempDir
    private Path folder;

    /**
     * Without prototypes, since a rounding may move an image to another prototype; with them, {@link GoldenTrajectoryTest}
     * trains in chunks.
     */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12})
    void chunksOfWholeGroupsTrainAsTheWholeBatch(int images) throws IOException {
        PretrainConfig config = PretrainerTest.config(
                LOCALS,
                "encoder.bnGroups=4",
                "schedule.epochs=2",
                "prototypes.counts=[]",
                "optimizer.baseLearningRate=0.002",
                "run.precision=fp32",
                "run.knn.everyEpochs=0");
        train("whole", config);
        train("chunks", config.with("run.microBatch=" + images));

        Deviations deviations = new Deviations("chunks of " + images);
        List<Double> whole = losses("whole");
        List<Double> chunks = losses("chunks");
        assertThat(whole).hasSize(8);
        for (int i = 0; i < whole.size(); i++) {
            float expected = whole.get(i).floatValue();
            deviations.add("losses", "step " + i, chunks.get(i).floatValue(), expected);
        }
        StateDict expected = checkpoint("whole");
        StateDict actual = checkpoint("chunks");
        for (String name : expected.names()) {
            if (name.matches("(query|key)\\..*(weight|running_\\w+)")) { // biases are still near their zeros
                deviations.add(
                        name.contains("running") ? "statistics" : "weights",
                        name,
                        actual.get(name).toFloats(),
                        expected.get(name).toFloats());
            }
        }
        Closeness.requireWithin(deviations, quantity -> quantity.equals("losses") ? 1e-5 : 1e-3);
    }

    @Test
    void refusesToCutABatchNormGroup() {
        PretrainConfig config = PretrainerTest.config("encoder.bnGroups=2", "run.microBatch=6");

        assertThatThrownBy(() -> train("run", config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("run.microBatch must be a multiple of 8, the images of a batch-norm group")
                .hasMessageContaining("but was 6. Set it to 8");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anEncoderThatSeesImagesOneByOneMayBeCutAnywhere() {
        Chunks chunks = Chunks.of(16, 6, new BatchGroups(1), false);

        assertThat(chunks.all()).containsExactly(new Chunk(0, 6), new Chunk(6, 12), new Chunk(12, 16));
        assertThat(Chunks.of(16, 100, new BatchGroups(1), false)).isEqualTo(Chunks.whole(16));
    }

    @Test
    void theChunksOfAProcessHaveItsGroups() {
        BatchGroups own = new BatchGroups(4, 4);
        Chunks chunks = Chunks.of(16, 12, own, true);

        assertThat(chunks.all().stream().map(chunk -> chunks.groups(chunk, own)))
                .containsExactly(new BatchGroups(3, 4), new BatchGroups(1, 7));
    }

    @Test
    void leaveNoTensorsBehind() {
        PretrainerTest.assertNoTensorsLeft(
                PretrainerTest.config("schedule.epochs=5", "run.microBatch=8"), folder.resolve("run"));
    }

    @Test
    void autoSaysWhatItChoseAndMeasuredAndGoesOnWithIt() throws IOException {
        PretrainConfig config = PretrainerTest.config("schedule.epochs=2", "run.microBatch=auto");
        AfterStep listener = new AfterStep();
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("run"))
                .optData(PretrainerTest.images())
                .optProgress(listener)
                .build()) {
            listener.action = pretrainer::requestStop;
            pretrainer.run();
        }
        assertThat(listener.messages)
                .anySatisfy(message -> assertThat(message).contains("run.microBatch: auto takes 16 images at a time"))
                .anySatisfy(message -> assertThat(message).contains("in the first step"));
        assertThat(checkpoint("run").metadata()).containsEntry("hcsc.micro_batch", "16");

        listener.messages.clear();
        try (Pretrainer pretrainer = Pretrainer.resume(folder.resolve("run"))
                .optData(PretrainerTest.images())
                .optProgress(listener)
                .build()) {
            pretrainer.run();
        }
        assertThat(listener.messages).noneSatisfy(message -> assertThat(message).contains("run.microBatch"));
    }

    private void train(String name, PretrainConfig config) {
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve(name))
                .optData(PretrainerTest.images())
                .build()) {
            pretrainer.run();
        }
    }

    private StateDict checkpoint(String run) throws IOException {
        return Safetensors.read(folder.resolve(run).resolve("checkpoints/latest"));
    }

    private List<Double> losses(String run) {
        return MetricsLog.read(folder.resolve(run).resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .map(record -> record.values().get("loss"))
                .toList();
    }
}
