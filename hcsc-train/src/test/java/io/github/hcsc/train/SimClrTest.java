package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.OfficialExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contrast within the batch, from configuration to encoder. */
final class SimClrTest {

    private static final String LOCALS = "views.localCrops=[{count: 1, size: 16, minScale: 0.1, maxScale: 0.4}]";

    @TempDir
    private Path folder;

    private static PretrainConfig config(String... settings) {
        return PretrainerTest.config("encoder.bnGroups=4", "run.precision=fp32", "run.knn.everyEpochs=0")
                .with("method=simclr")
                .with(settings);
    }

    private Path train(String name, PretrainConfig config) {
        Path run = folder.resolve(name);
        try (Pretrainer pretrainer =
                Pretrainer.create(config, run).optData(PretrainerTest.images()).build()) {
            pretrainer.run();
        }
        return run;
    }

    private static StateDict checkpoint(Path run) throws IOException {
        return Safetensors.read(run.resolve("checkpoints/latest"));
    }

    private static List<Double> losses(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .map(record -> record.values().get("loss"))
                .toList();
    }

    @Test
    void learnsWithoutQueueOrKeyEncoder() throws IOException {
        Path run = train("run", config("schedule.epochs=6"));

        List<Double> losses = losses(run);
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
        assertThat(checkpoint(run).names()).noneMatch(name -> name.matches("(key|queue|gathered)\\..*"));
        assertThat(run.resolve("encoder/encoder.safetensors")).exists();
        assertThatThrownBy(() -> OfficialExport.write(run, folder.resolve("official.pth.tar")))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("has a key encoder and a queue");
    }

    @Test
    void goesOnToTheBitsOfAnUninterruptedRun() throws IOException {
        Path whole = train("whole", config());
        Path stopped = folder.resolve("stopped");
        try (Pretrainer first = Pretrainer.create(config(), stopped)
                .optData(PretrainerTest.images())
                .build()) {
            first.requestStop();
            first.run();
        }
        PretrainerTest.finish(stopped);

        PretrainerTest.assertSameCheckpoint(whole, stopped);
    }

    @Test
    void hcscStandsOnTheBatchToo() throws IOException {
        PretrainConfig config = PretrainerTest.config(
                        "encoder.bnGroups=4", "run.knn.everyEpochs=0", "schedule.epochs=4")
                .with("hcsc.base=batch", "hcsc.attraction.weight=0.3", "hcsc.prototypeWeight=0.3");
        Path run = train("run", config);

        assertThat(losses(run)).hasSize(16).allMatch(Double::isFinite);
        assertThat(MetricsLog.read(run.resolve("metrics.jsonl")))
                .anyMatch(record -> record.values().getOrDefault("prototype_loss", 0.0) > 0);
        assertThat(checkpoint(run).names()).noneMatch(name -> name.matches("(key|queue|gathered)\\..*"));
        assertThat(run.resolve("prototypes/epoch-0004.safetensors")).exists();
    }

    @Test
    void chunksOfWholeGroupsTrainAsTheWholeBatch() throws IOException {
        PretrainConfig config = config(LOCALS, "schedule.epochs=2", "optimizer.baseLearningRate=0.002");
        Path whole = train("whole", config);
        Path chunks = train("chunks", config.with("run.microBatch=4"));

        Deviations deviations = new Deviations("chunks of 4");
        for (int i = 0; i < losses(whole).size(); i++) {
            float expected = losses(whole).get(i).floatValue();
            deviations.add("losses", "step " + i, losses(chunks).get(i).floatValue(), expected);
        }
        StateDict expected = checkpoint(whole);
        StateDict actual = checkpoint(chunks);
        for (String name : expected.names()) {
            if (name.matches("query\\..*(weight|running_\\w+)")) { // biases are still near their zeros
                deviations.add(
                        "tensors",
                        name,
                        actual.get(name).toFloats(),
                        expected.get(name).toFloats());
            }
        }
        Closeness.requireWithin(deviations, quantity -> quantity.equals("losses") ? 1e-5 : 1e-3);
    }
}
