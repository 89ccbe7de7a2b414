package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, killed in the middle of an epoch. */
final class KilledRunTest {

    @TempDir
    private Path folder;

    /** The process that is killed. */
    public static void main(String[] args) {
        train(Path.of(args[0]));
    }

    private static TrainingData images() {
        return new TrainingData(new GeneratedShapes(96, 16, 0), Optional.empty());
    }

    private static void train(Path run) {
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=3",
                        "run.checkpoint.everySteps=2",
                        "run.knn.everyEpochs=0",
                        "run.device=cpu");
        try (Pretrainer pretrainer =
                Pretrainer.create(config, run).optData(images()).build()) {
            pretrainer.run();
        }
    }

    @Test
    void goesOnToTheResultOfAnUninterruptedRun() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        Process process = start(killed);
        waitForCheckpoint(process, killed.resolve("checkpoints/step-00000008.safetensors"));
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.resolve("encoder"))
                .as("the run was killed before its end")
                .doesNotExist();

        try (Pretrainer pretrainer = Pretrainer.resume(killed).optData(images()).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
        Path whole = folder.resolve("whole");
        train(whole);

        Path latest = Path.of("checkpoints/latest");
        assertThat(Files.mismatch(killed.resolve(latest), whole.resolve(latest)))
                .isEqualTo(-1);
        assertThat(steps(killed)).isEqualTo(steps(whole));
    }

    private static Process start(Path run) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRunTest.class.getName(),
                        run.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void waitForCheckpoint(Process process, Path file) throws InterruptedException {
        while (process.isAlive() && !Files.exists(file)) {
            Thread.sleep(1);
        }
    }

    private static List<Long> steps(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .map(record -> record.step())
                .toList();
    }
}
