package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are asked to stop between two steps. */
final class StoppedRunTest {

    @TempDir
    private Path folder;

    private Runnable stop = () -> {};
    private int measured;

    @Test
    void savesWhatAnEpochDidThatIsNotOtherwiseSaved() throws IOException {
        PretrainConfig config = PretrainerTest.config("run.checkpoint.everyEpochs=3");
        OnlineEvaluator stopsAfterTwoEpochs = (scope, encoder) -> {
            if (++measured == 3) {
                stop.run();
            }
            return Map.of();
        };
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("run"))
                .optData(PretrainerTest.images())
                .optEvaluator(stopsAfterTwoEpochs)
                .build()) {
            stop = pretrainer::requestStop;
            assertThat(pretrainer.run()).isFalse();
        }

        assertThat(Safetensors.read(folder.resolve("run/checkpoints/latest")).metadata())
                .containsEntry("hcsc.epoch", "2")
                .containsEntry("hcsc.step", "8");
    }

    @ParameterizedTest
    @CsvSource({"embedding for prototypes, 2", "embedding for prototypes, 3", "measuring features, 4"})
    void isTheUninterruptedRunAfterAPassThatItGaveUp(String title, int which) throws IOException {
        PretrainConfig config = PretrainerTest.config("prototypes.kmeans.iterations=1", "run.checkpoint.everyEpochs=9");
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("whole"))
                .optData(PretrainerTest.images())
                .build()) {
            pretrainer.run();
        }
        StopInPass progress = new StopInPass(title, which);
        try (Pretrainer pretrainer = Pretrainer.create(config, folder.resolve("stopped"))
                .optData(PretrainerTest.images())
                .optProgress(progress)
                .build()) {
            progress.stop = pretrainer::requestStop;
            assertThat(pretrainer.run()).isFalse();
        }
        assertThat(progress.images).as("batches of the pass").isEqualTo(1);

        try (Pretrainer pretrainer = Pretrainer.resume(folder.resolve("stopped"))
                .optData(PretrainerTest.images())
                .build()) {
            assertThat(pretrainer.run()).isTrue();
        }
        PretrainerTest.assertSameCheckpoint(folder.resolve("whole"), folder.resolve("stopped"));
        assertThat(folder.resolve("stopped/prototypes/epoch-0003.safetensors")).exists();
    }

    /** Asks to stop at the first batch of a pass over the images. */
    private static final class StopInPass implements TrainingProgress {
        private final String title;
        private final int which;
        private Runnable stop = () -> {};
        private int begun;
        private int images;

        StopInPass(String title, int which) {
            this.title = title;
            this.which = which;
        }

        @Override
        public ImageProgress pass(String name, long count) {
            if (!name.equals(title) || ++begun != which) {
                return ImageProgress.silent();
            }
            return new ImageProgress() {
                @Override
                public void accept(int done) {
                    images++;
                    stop.run();
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void givesUpAClusteringBetweenTwoIterations() throws IOException {
        PretrainConfig config = PretrainerTest.config();
        for (String mode : List.of("fast", "faithful")) {
            Cancellation cancellation = new Cancellation();
            Clusterer clusterer = Components.of(config.with("prototypes.kmeans.mode=" + mode), cancellation)
                    .clusterer();
            cancellation.request();
            cancellation.endPasses();
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDArray rows = manager.randomNormal(new Shape(64, 8)).normalize(2, 1);
                assertThatThrownBy(() -> clusterer.cluster(rows, PrototypeHierarchy.NONE, 0))
                        .isInstanceOf(Cancellation.Cancelled.class);
            }
        }
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
