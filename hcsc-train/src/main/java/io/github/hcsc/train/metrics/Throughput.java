package io.github.hcsc.train.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Speed and waiting time of the current epoch, and what is left of the run. */
final class Throughput {
    private final Pace pace;
    private int epoch;
    private int epochs;
    private int steps;
    private int done;
    private int firstStep;
    private String loss = "";

    Throughput(LongSupplier clock) {
        pace = new Pace(clock);
    }

    void epoch(int newEpoch, int totalEpochs, int totalSteps, int doneSteps) {
        epoch = newEpoch;
        epochs = totalEpochs;
        steps = totalSteps;
        done = doneSteps;
        firstStep = doneSteps;
        pace.restart();
    }

    void step(int newImages, long waitedNanos) {
        done++;
        pace.step(newImages, waitedNanos);
    }

    void loss(double value) {
        loss = String.format(Locale.ROOT, "loss %.4f, ", value);
    }

    boolean finished() {
        return done >= steps;
    }

    String title() {
        return String.format(Locale.ROOT, "epoch %d/%d", epoch + 1, epochs);
    }

    String position() {
        return String.format(Locale.ROOT, "%s step %d/%d", title(), done, steps);
    }

    /** Loss, speed, share of time spent waiting, and time left of the whole run at the pace of this epoch. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%s%.1f images/s, %.0f %% waiting for data, %s left",
                loss,
                pace.speed(),
                100 * pace.waiting(),
                left());
    }

    /** The same in the width that a bar leaves, most important first. */
    String brief() {
        return String.format(
                Locale.ROOT, "%s%s left, %.0f img/s, wait %.0f%%", loss, left(), pace.speed(), 100 * pace.waiting());
    }

    private String left() {
        double perStep = pace.seconds() / Math.max(1, done - firstStep);
        return time(Duration.ofSeconds(Math.round(perStep * (steps - done + (long) (epochs - epoch - 1) * steps))));
    }

    private static String time(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
