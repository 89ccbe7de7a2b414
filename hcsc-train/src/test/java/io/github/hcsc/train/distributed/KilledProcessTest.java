package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One of two processes is killed at a random moment: the job ends, its newest checkpoint is whole, and a new job, of another
 * number of processes, goes on from there. {@code -Dhcsc.kills=10} tries ten moments.
 */
final class KilledProcessTest {

    private static final Duration LONGEST_END = Duration.ofSeconds(30);
    private static final String[] SETTINGS = {"run.checkpoint.everySteps=1", "schedule.epochs=4"};
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("hcsc.kills", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theJobEndsAndAnotherGoesOn(int seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Mpirun mpirun = Mpirun.openMpi();
        Path run = folder.resolve("run");
        Mpirun.Job job = mpirun.start(2, TrainingProgram.class, Mpirun.join(run.toString(), SETTINGS));
        waitForRecords(run, job, 1 + random.nextInt(STEPS));
        Thread.sleep(random.nextInt(100));

        kill(random.nextInt(2));
        Instant killed = Instant.now();
        Mpirun.Result ended = job.result(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
        Duration end = Duration.between(killed, Instant.now());

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("exited on signal 9");
        assertThat(end).isLessThan(LONGEST_END);
        for (Path checkpoint : checkpoints(run)) {
            Safetensors.read(checkpoint).tensors().values().forEach(tensor -> assertThat(
                            tensor.bytes().remaining())
                    .isEqualTo((int) tensor.byteCount()));
        }
        int others = random.nextBoolean() ? 1 : 4;
        Mpirun.Result resumed = mpirun.run(others, TrainingProgram.class, Mpirun.join(run.toString(), SETTINGS));
        assertThat(resumed.exit()).as(resumed.output()).isZero();
        assertThat(run.resolve("encoder/encoder.pt")).exists();
        assertThat(steps(run))
                .containsExactly(IntStream.rangeClosed(1, STEPS).asLongStream().toArray());
        System.out.printf(
                "seed %d: the job ended %d ms after the kill; %d processes went on%n", seed, end.toMillis(), others);
    }

    private static void waitForRecords(Path run, Mpirun.Job job, int records) throws InterruptedException, IOException {
        while (job.isAlive() && lines(run.resolve("metrics.jsonl")) < records) {
            Thread.sleep(2);
        }
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private void kill(int rank) throws IOException {
        long number = Long.parseLong(Files.readString(folder.resolve("process-" + rank)));
        assertThat(ProcessHandle.of(number).orElseThrow().destroyForcibly()).isTrue();
    }

    private static Path[] checkpoints(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toArray(Path[]::new);
        }
    }

    private static long[] steps(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .mapToLong(record -> record.step())
                .toArray();
    }
}
