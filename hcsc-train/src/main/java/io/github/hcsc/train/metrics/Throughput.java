package io.github.hcsc.train.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Speed and waiting time of the current epoch, and what is left of the run. */
final class Throughput {
    private final LongSupplier clock;
    private int epoch;
    private int epochs;
    private int steps;
    private int done;
    private int firstStep;
    private long images;
    private long waited;
    private long start;
    private String loss = "";

    Throughput(LongSupplier clock) {
        this.clock = clock;
    }

    void epoch(int newEpoch, int totalEpochs, int totalSteps, int doneSteps) {
        epoch = newEpoch;
        epochs = totalEpochs;
        steps = totalSteps;
        done = doneSteps;
        firstStep = doneSteps;
        images = 0;
        waited = 0;
        start = clock.getAsLong();
    }

    void step(int newImages, long waitedNanos) {
        done++;
        images += newImages;
        waited += waitedNanos;
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
                Locale.ROOT, "%s%.1f images/s, %.0f %% waiting for data, %s left", loss, speed(), waiting(), left());
    }

    /** The same in the width that a bar leaves, most important first. */
    String brief() {
        return String.format(Locale.ROOT, "%s%s left, %.0f img/s, wait %.0f%%", loss, left(), speed(), waiting());
    }

    private double seconds() {
        return Math.max(1e-9, (clock.getAsLong() - start) / 1e9);
    }

    private double speed() {
        return images / seconds();
    }

    private double waiting() {
        return waited / (seconds() * 1e7);
    }

    private String left() {
        double perStep = seconds() / Math.max(1, done - firstStep);
        return time(Duration.ofSeconds(Math.round(perStep * (steps - done + (long) (epochs - epoch - 1) * steps))));
    }

    private static String time(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
