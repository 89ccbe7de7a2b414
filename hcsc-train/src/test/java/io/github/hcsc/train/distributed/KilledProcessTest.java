package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.train.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One of two processes is killed at a random moment of a step, of a clustering or of a checkpoint: the job ends, its newest
 * checkpoint is whole, and a new job, of another number of processes, goes on from there. {@code -Dhcsc.kills=10} tries ten
 * moments, and prints which process was killed, when, how soon the job ended and how many went on.
 */
final class KilledProcessTest {

    private static final Duration LONGEST_END = Duration.ofSeconds(30);
    private static final String[] SETTINGS = {"run.checkpoint.everySteps=1", "schedule.epochs=4"};
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("hcsc.kills", Moment.values().length));
    }

    /** What a run is doing, as its files show. */
    private enum Moment {
        STEP(100),
        CLUSTERING(20),
        CHECKPOINT(1);

        /** About how long it takes. */
        private final int milliseconds;

        Moment(int milliseconds) {
            this.milliseconds = milliseconds;
        }

        static Moment now(Path folder) throws IOException {
            if (Files.exists(folder.resolve("clustering"))) {
                return CLUSTERING;
            }
            return files(folder.resolve("run/checkpoints"), ".tmp").isEmpty() ? STEP : CHECKPOINT;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theJobEndsAndAnotherGoesOn(int seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Mpirun mpirun = Mpirun.openMpi();
        Path run = folder.resolve("run");
        Moment moment = Moment.values()[seed % Moment.values().length];
        Mpirun.Job job = mpirun.start(2, TrainingProgram.class, Mpirun.join(run.toString(), SETTINGS));
        waitForRecords(run, job, 1 + random.nextInt(STEPS / 2));
        int victim = random.nextInt(2);
        ProcessHandle process = process(victim);
        waitFor(moment, job);
        TimeUnit.MICROSECONDS.sleep(random.nextInt(1000 * moment.milliseconds));

        assertThat(process.destroyForcibly()).isTrue();
        Instant killed = Instant.now();
        Moment found = Moment.now(folder);
        Mpirun.Result ended = job.result(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
        Duration end = Duration.between(killed, Instant.now());

        assertThat(ended.exit()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains("exited on signal 9");
        assertThat(end).isLessThan(LONGEST_END);
        for (Path checkpoint : files(run.resolve("checkpoints"), ".safetensors")) {
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
                Locale.ROOT,
                "| %d | %d | %s | %.1f s | by %d |%n",
                seed,
                victim,
                found.name().toLowerCase(Locale.ROOT),
                end.toMillis() / 1000.0,
                others);
    }

    private static void waitForRecords(Path run, Mpirun.Job job, int records) throws InterruptedException, IOException {
        while (job.isAlive() && lines(run.resolve("metrics.jsonl")) < records) {
            Thread.sleep(2);
        }
    }

    private void waitFor(Moment moment, Mpirun.Job job) throws IOException {
        while (job.isAlive() && Moment.now(folder) != moment) {
            Thread.onSpinWait();
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

    private ProcessHandle process(int rank) throws IOException {
        long number = Long.parseLong(Files.readString(folder.resolve("process-" + rank)));
        return ProcessHandle.of(number).orElseThrow();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static long[] steps(Path run) {
        return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey("loss"))
                .mapToLong(record -> record.step())
                .toArray();
    }
}
