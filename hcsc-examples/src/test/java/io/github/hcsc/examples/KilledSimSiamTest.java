package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.Replay;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.replay.ReplayedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a method of one's own, in a process of its own, killed in the middle of an epoch. */
final class KilledSimSiamTest {

    @TempDir
    private Path folder;

    /** The process that is killed. */
    public static void main(String[] args) {
        train(Path.of(args[0]));
    }

    private static void train(Path run) {
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=3",
                        "run.checkpoint.everySteps=2",
                        "run.knn.everyEpochs=0",
                        "run.device=cpu");
        finish(Pretrainer.create(config, run));
    }

    private static TrainingData images() {
        return new TrainingData(new GeneratedShapes(96, 16, 0), Optional.empty());
    }

    private static void finish(PretrainerBuilder builder) {
        try (Pretrainer pretrainer = SimSiam.plug(builder).optData(images()).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    @Test
    void goesOnToTheBitsOfAnUninterruptedRun() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        Process process = start(killed);
        while (process.isAlive() && !Files.exists(killed.resolve("checkpoints/step-00000008.safetensors"))) {
            Thread.sleep(1);
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.resolve("encoder"))
                .as("the run was killed before its end")
                .doesNotExist();

        finish(Pretrainer.resume(killed));
        Path whole = folder.resolve("whole");
        train(whole);

        Path latest = Path.of("checkpoints/latest");
        assertThat(Files.mismatch(killed.resolve(latest), whole.resolve(latest)))
                .isEqualTo(-1);
        assertThat(Safetensors.read(whole.resolve(latest)).names())
                .contains("query.conv1.weight", "predictor.01Linear_weight", "velocity.predictor.01Linear_weight")
                .doesNotContain("queue.keys", "key.conv1.weight");
        assertStepCanBeRepeated(whole);
    }

    private static void assertStepCanBeRepeated(Path run) {
        try (Replay replay =
                SimSiam.plug(Pretrainer.resume(run)).optData(images()).replay()) {
            ReplayedStep step = replay.repeat(replay.wayTo(18));

            assertThat(replay.compared()).isEqualTo(2);
            assertThat(replay.difference()).isEmpty();
            assertThat(step.losses()).containsOnlyKeys("loss", "first_similarity", "second_similarity");
            assertThat(step.gradientNorms()).containsKeys("query.conv1.weight", "predictor.01Linear_weight");
            assertThat(step.shown()).containsOnlyKeys("features.view0", "features.view1", "embedding");
        }
    }

    private static Process start(Path run) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSimSiamTest.class.getName(),
                        run.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
