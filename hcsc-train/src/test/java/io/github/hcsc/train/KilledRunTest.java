package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, killed in the middle of an epoch. */
public final class KilledRunTest {

    @TempDir
    private Path folder;

    /** The process that is killed: begins the run of a folder, or goes on with it. */
    public static void main(String[] args) {
        train(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    /** Trains to the end on generated images. */
    public static void train(Path run, int epochs) {
        PretrainConfig config = PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=16",
                        "queue.capacity=32",
                        "schedule.epochs=" + epochs,
                        "run.checkpoint.everySteps=2",
                        "run.knn.everyEpochs=0",
                        "run.device=cpu");
        PretrainerBuilder builder =
                RunDirectory.holdsRun(run) ? Pretrainer.resume(run) : Pretrainer.create(config, run);
        TrainingData images = new TrainingData(new GeneratedShapes(96, 16, 0), Optional.empty());
        try (Pretrainer pretrainer = builder.optData(images).build()) {
            assertThat(pretrainer.run()).isTrue();
        }
    }

    @Test
    void goesOnToTheResultOfAnUninterruptedRun() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        Process process = JavaProcess.start(folder.resolve("output"), KilledRunTest.class, killed.toString(), "3");
        JavaProcess.awaitFile(process, killed.resolve("checkpoints/step-00000008.safetensors"));
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.resolve("encoder"))
                .as("the run was killed before its end")
                .doesNotExist();

        train(killed, 3);
        Path whole = folder.resolve("whole");
        train(whole, 3);

        assertSameResult(killed, whole);
    }

    /** Compares the last checkpoints bit by bit, and which steps were recorded. */
    public static void assertSameResult(Path run, Path whole) throws IOException {
        Path latest = Path.of("checkpoints/latest");
        assertThat(Files.mismatch(run.resolve(latest), whole.resolve(latest))).isEqualTo(-1);
        assertThat(steps(run)).isEqualTo(steps(whole));
    }

    private static List<Long> steps(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .map(record -> record.step())
                .toList();
    }
}
