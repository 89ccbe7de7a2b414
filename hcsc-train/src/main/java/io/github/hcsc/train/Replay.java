package io.github.hcsc.train;

import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import io.github.hcsc.train.replay.ReplayedStep;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Repeats any step of a run and shows it from inside. Training is done again from the nearest checkpoint before the step by
 * the loop that trained, so that it is the same to the bit on the same kind of machine. The run's folder is only read.
 *
 * <pre>{@code
 * try (Replay replay = Pretrainer.resume(run).replay()) {
 *     ReplayedStep step = replay.repeat(replay.wayTo(120));
 * }
 * }</pre>
 */
public final class Replay implements AutoCloseable {

    private final Beginnings beginnings;
    private final Surroundings around;
    private Optional<String> difference = Optional.empty();
    private int compared;

    Replay(Beginnings beginnings) {
        this.beginnings = beginnings;
        around = beginnings.around();
    }

    /**
     * How a step is reached.
     *
     * @param step the step, counted from 1
     * @param checkpoint the step after which the checkpoint was saved that it begins with, none for the start of the run
     * @param seconds how long it takes at the speed that the run had, where that is known
     */
    public record Way(long step, OptionalInt checkpoint, OptionalDouble seconds) {

        /** Returns how many steps are done, the wanted one among them. */
        public long steps() {
            return step - checkpoint.orElse(0);
        }

        /** Returns all this in words. */
        public String inWords() {
            String from =
                    checkpoint.isPresent() ? "the checkpoint of step " + checkpoint.getAsInt() : "the start of the run";
            return "from " + from + ", " + steps() + (steps() == 1 ? " step" : " steps")
                    + (seconds.isPresent()
                            ? String.format(Locale.ROOT, ", about %.0f s at the run's own speed", seconds.getAsDouble())
                            : ", the run's own speed is not known");
        }
    }

    /**
     * Returns the way from the nearest checkpoint before a step, or from the start if there is none.
     *
     * @param step the step, counted from 1 as in the metrics
     * @throws ConfigException if the run has no such step
     * @throws RunException if there is no way
     */
    public Way wayTo(long step) {
        requireStep(step);
        OptionalInt checkpoint = around.checkpoints().newestBefore(step);
        return checkpoint.isPresent() ? way(step, checkpoint) : wayFromStart(step);
    }

    /**
     * Returns the way from the start of the run.
     *
     * @param step the step, counted from 1 as in the metrics
     * @throws ConfigException if the run has no such step
     * @throws RunException if the run did not start with its first step
     */
    public Way wayFromStart(long step) {
        requireStep(step);
        long first =
                records().stream().mapToLong(MetricsRecord::step).findFirst().orElse(0);
        if (first > 0) {
            throw new RunException("the run went on from a checkpoint of the authors' code at step " + first
                    + ", so that steps can be repeated from its own checkpoints only");
        }
        return way(step, OptionalInt.empty());
    }

    private void requireStep(long step) {
        long last = (long) around.stepsPerEpoch() * around.config().schedule().epochs();
        if (step < 1 || step > last) {
            throw new ConfigException("step must lie in [1, " + last + "], the steps of the run, but was " + step);
        }
    }

    private Way way(long step, OptionalInt checkpoint) {
        int from = checkpoint.orElse(0);
        List<MetricsRecord> records = records();
        OptionalDouble speed = records.stream()
                .mapToDouble(record -> record.values().getOrDefault(Pace.SPEED, 0.0))
                .filter(imagesPerSecond -> imagesPerSecond > 0)
                .average();
        if (speed.isEmpty()) {
            return new Way(step, checkpoint, OptionalDouble.empty());
        }
        double clustering = records.stream()
                .filter(record -> record.step() >= from && record.step() < step)
                .mapToDouble(record -> record.values().getOrDefault("extraction_seconds", 0.0)
                        + record.values().getOrDefault("clustering_seconds", 0.0))
                .sum();
        double images = (double) (step - from) * around.config().optimizer().batchSize();
        return new Way(step, checkpoint, OptionalDouble.of(images / speed.getAsDouble() + clustering));
    }

    private List<MetricsRecord> records() {
        Path metrics = around.run().metrics();
        return Files.exists(metrics) ? MetricsLog.read(metrics) : List.of();
    }

    /** Returns what cannot be the same to the bit, none if all is. */
    public Optional<String> reservation() {
        Path record = around.run().provenance();
        int processes = !Files.exists(record)
                ? 1
                : Provenance.read(record).stream()
                        .mapToInt(Provenance::processes)
                        .max()
                        .orElse(1);
        return processes == 1
                ? Optional.empty()
                : Optional.of(
                        "the run was trained by " + processes + " processes; one repeats its images, views and"
                                + " random numbers, but adds in another order, so that losses and masks may differ by rounding");
    }

    /**
     * Repeats a step.
     *
     * @throws RunException if it is asked to stop, or if the checkpoint cannot be read
     */
    public ReplayedStep repeat(Way way) {
        try (Repetition again = begin(way)) {
            return repeat(again, way.step());
        }
    }

    Repetition begin(Way way) {
        return new Repetition(beginnings, way.checkpoint());
    }

    ReplayedStep repeat(Repetition again, long step) {
        again.to(step - 1, TrainingObserver.NOBODY);
        StepRecorder recorder =
                new StepRecorder(again.state(), again.share(), around.data().training());
        again.to(step, recorder);
        if (again.state().position().step() < step) {
            throw new RunException("the replay was asked to stop before step " + step);
        }
        compared = again.logged().compared();
        difference = again.logged().difference();
        return recorder.step();
    }

    /** Returns how many logged losses were compared with those of the steps done again. */
    public int compared() {
        return compared;
    }

    /** Returns the first logged loss that differs from what was computed again, in words. */
    public Optional<String> difference() {
        return difference;
    }

    /** Closes the images. */
    @Override
    public void close() {
        try {
            around.data().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
