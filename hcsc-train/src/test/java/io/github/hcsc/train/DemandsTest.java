package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that cannot run; there are 64 images, and batches of 16. */
final class DemandsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            optimizer.batchSize=128 queue.capacity=128 | optimizer.batchSize must be at most the number of training images, 64, but was 128
            prototypes.counts=[65,6,3]                 | prototypes.counts must be at most the number of training images, 64, but was 65
            prototypes.minimumClusterSize=6            | prototypes.minimumClusterSize must be at most the mean number of images of a finest prototype, 5, but was 6
            queue.capacity=2147483632                  | queue.capacity x encoder.dimension must fit into memory
            encoder.dimension=2000000000               | queue.capacity x encoder.dimension must fit into memory
            views.imageSize=1000000 views.evaluationResize=1000000 | the sizes of views must fit into memory
            views.evaluationResize=2000000             | views.evaluationResize must fit into memory
            data.prefetchBatches=2000000000            | the sizes of views must fit into memory
            """)
    void areToldAtOnceAndLeaveNoFolder(String settings, String message) {
        Path run = folder.resolve("run");

        assertThatThrownBy(() -> Pretrainer.create(
                                PretrainerTest.config("prototypes.counts=[12,6,3]")
                                        .with(settings.split(" ")),
                                run)
                        .optData(PretrainerTest.images())
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
        assertThat(run).doesNotExist();
    }

    @Test
    void areNotThoseOfTheRecipesOnTheirDataSets() {
        long memory = 64L << 30;
        for (String recipe : new String[] {"hcsc-single-200", "hcsc-multi-800"}) {
            assertThatCode(() -> new Demands(1_281_167, memory).check(PretrainConfig.read(Path.of(recipe))))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "optimizer.baseLearningRate=1e99",
        "optimizer.weightDecay=1e99",
        "objective.temperature=1e-99",
        "run.knn.temperature=1e99",
        "schedule.finalLearningRate=1e99"
    })
    void numbersBeyondFloat32AreWrongConfiguration(String setting) {
        assertThatThrownBy(() -> PretrainerTest.config(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("positive number of float32, but was");
    }

    @Test
    void aRunThatFailsBeforeItsFirstStepLeavesNoFolder() throws IOException {
        Path run = folder.resolve("run");
        OnlineEvaluator broken = (scope, encoder) -> {
            throw new IllegalStateException("cannot measure");
        };
        try (Pretrainer pretrainer = Pretrainer.create(PretrainerTest.config(), run)
                .optData(PretrainerTest.images())
                .optEvaluator(broken)
                .build()) {
            assertThatThrownBy(pretrainer::run).hasMessage("cannot measure");
        }
        assertThat(run).doesNotExist();

        try (Pretrainer pretrainer = Pretrainer.create(PretrainerTest.config(), run)
                .optData(PretrainerTest.images())
                .optEvaluator((scope, encoder) -> Map.of())
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }
}
