package io.github.hcsc.train.cli;

import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.text.TimeSpan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says how long a run takes, by its own pace with all that comes between steps, and again where that turns out wrong by a
 * quarter.
 */
final class Forecast implements TrainingProgress {
    private static final double TOLERANCE = 1.25;
    private static final Duration FIRST = Duration.ofSeconds(30);

    private final TrainingProgress shown;
    private final LongSupplier clock;
    private int epochs;
    private int steps;
    private long done;
    private long first;
    private long begun;
    private long due;
    private Optional<Duration> said = Optional.empty();

    /** @param clock nanoseconds */
    Forecast(TrainingProgress shown, LongSupplier clock) {
        this.shown = shown;
        this.clock = clock;
    }

    @Override
    public void epoch(int epoch, int ofEpochs, int ofSteps, int doneSteps) {
        shown.epoch(epoch, ofEpochs, ofSteps, doneSteps);
        done = (long) epoch * ofSteps + doneSteps;
        if (steps == 0) {
            first = done;
            begun = clock.getAsLong();
            due = FIRST.toNanos();
        }
        epochs = ofEpochs;
        steps = ofSteps;
    }

    @Override
    public void step(int images, long waitedNanos) {
        shown.step(images, waitedNanos);
        done++;
        long passed = clock.getAsLong() - begun;
        if (passed >= due) {
            due = passed + passed / 2;
            left().ifPresent(left -> tell(Duration.ofNanos(passed), left));
        }
    }

    /** Returns how long the rest of the run takes by the pace so far, nothing before the first step. */
    Optional<Duration> left() {
        if (done == first) {
            return Optional.empty();
        }
        double perStep = (double) (clock.getAsLong() - begun) / (done - first);
        return Optional.of(Duration.ofNanos((long) (perStep * ((long) epochs * steps - done))));
    }

    private void tell(Duration passed, Duration left) {
        Duration whole = passed.plus(left);
        if (said.isEmpty()) {
            message("at the pace so far the run takes " + TimeSpan.inWords(whole) + ", of which "
                    + TimeSpan.inWords(left) + " are left");
            said = Optional.of(whole);
            return;
        }
        double ratio = (double) whole.toNanos() / said.get().toNanos();
        if (ratio > TOLERANCE || ratio < 1 / TOLERANCE) {
            message("the run takes " + TimeSpan.inWords(whole) + ", not " + TimeSpan.inWords(said.get())
                    + " as was expected; " + TimeSpan.inWords(left) + " are left");
            said = Optional.of(whole);
        }
    }

    @Override
    public void loss(double value) {
        shown.loss(value);
    }

    @Override
    public ImageProgress pass(String title, long images) {
        return shown.pass(title, images);
    }

    @Override
    public void message(String text) {
        shown.message(text);
    }

    @Override
    public void close() {
        shown.close();
    }
}
