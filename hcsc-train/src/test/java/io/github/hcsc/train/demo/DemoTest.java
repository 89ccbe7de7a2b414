package io.github.hcsc.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.demo.Demo.LevelAccuracy;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    @TempDir
    private Path folder;

    @Test
    void prototypesTakePartInMostOfTheRun() {
        PretrainConfig config = Demo.of(3, "cpu", List.of()).config();

        assertThat(config.prototypes().firstClusteringEpoch())
                .isLessThan(config.schedule().epochs() / 2);
        assertThat(config.prototypes().counts()).hasSize(3);
        assertThat(config.run().seed()).isEqualTo(3);
    }

    @Test
    void measuresPixelsAndEncoderAtEveryLevel() throws IOException {
        Path page = folder.resolve("page.html");
        Demo.Outcome outcome = small().run(folder.resolve("run"), page, TrainingProgress.silent());

        assertThat(List.of(outcome.pixels(), outcome.untrained(), outcome.trained()))
                .allSatisfy(DemoTest::isBetterThanGuessing);
        assertThat(outcome.trained()).isNotEqualTo(outcome.untrained());
        assertThat(outcome.names()).as("without prototypes").isEmpty();
        assertThat(page).as("without prototypes").doesNotExist();
    }

    private static Demo small() {
        return Demo.of(
                0,
                "cpu",
                List.of(
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "encoder.width=0.0625",
                        "schedule.epochs=1",
                        "prototypes.counts=[]"));
    }

    /** A coarser level is easier, as each of its classes holds three of the finer one. */
    private static void isBetterThanGuessing(LevelAccuracy accuracy) {
        assertThat(accuracy.leaf()).isGreaterThan(100.0 / 27);
        assertThat(accuracy.middle()).isGreaterThan(accuracy.leaf()).isGreaterThan(100.0 / 9);
        assertThat(accuracy.top()).isGreaterThan(accuracy.middle()).isGreaterThan(100.0 / 3);
    }
}
