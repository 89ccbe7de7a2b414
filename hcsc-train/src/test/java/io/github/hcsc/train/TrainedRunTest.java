package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainedRunTest {

    @Test
    void givesWhatARunHasLeft(@TempDir Path folder) throws IOException {
        PretrainConfig config = PretrainerTest.config("schedule.epochs=2", "prototypes.firstClusteringEpoch=1");
        TrainedRun run = new TrainedRun(folder.resolve("run"));
        try (Pretrainer pretrainer = Pretrainer.create(config, run.folder())
                .optData(PretrainerTest.images())
                .build()) {
            pretrainer.run();
        }

        assertThat(run.config()).isEqualTo(config);
        assertThat(run.tree().levels()).hasSize(config.prototypes().counts().size());
        assertThat(run.report().epochs()).isEqualTo(2);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThat(run.encoder(manager).design()).isEqualTo(run.weights().design());
        }
    }
}
