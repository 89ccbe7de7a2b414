package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are asked to stop between two steps. */
final class StoppedRunTest {

    @TempDir
    private Path folder;

    private Runnable stop = () -> {};
    private int measured;

    @Test
    void savesWhatAnEpochDidThatIsNotOtherwiseSaved() throws IOException {
        PretrainConfig config = PretrainerTest.config("run.checkpoint.everyEpochs=3");
        Probe stopsAfterTwoEpochs = (scope, encoder) -> {
            if (++measured == 3) {
                stop.run();
            }
            return Map.of();
        };
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("run"))
                .optData(PretrainerTest.images())
                .optProbe(stopsAfterTwoEpochs)
                .build()) {
            stop = pretrainer::requestStop;
            assertThat(pretrainer.run()).isFalse();
        }

        assertThat(Safetensors.read(folder.resolve("run/checkpoints/latest")).metadata())
                .containsEntry("hcsc.epoch", "2")
                .containsEntry("hcsc.step", "8");
    }

    @Test
    void isTheUninterruptedRunAfterAStopWhileItClusters() throws IOException {
        PretrainConfig config = PretrainerTest.config("prototypes.kmeans.iterations=1");
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("whole"))
                .optData(PretrainerTest.images())
                .build()) {
            pretrainer.run();
        }
        Clusterer clusterer = Components.of(config).clusterer();
        Clusterer stopsInTheLastEpoch = (embeddings, previous, epoch) -> {
            if (epoch == 2) {
                stop.run();
            }
            return clusterer.cluster(embeddings, previous, epoch);
        };
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("stopped"))
                .optData(PretrainerTest.images())
                .optClusterer(stopsInTheLastEpoch)
                .build()) {
            stop = pretrainer::requestStop;
            assertThat(pretrainer.run()).isFalse();
        }

        try (Pretrainer pretrainer = Pretrainer.resume(folder.resolve("stopped"))
                .optData(PretrainerTest.images())
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
        PretrainerTest.assertSameCheckpoint(folder.resolve("whole"), folder.resolve("stopped"));
    }
}
