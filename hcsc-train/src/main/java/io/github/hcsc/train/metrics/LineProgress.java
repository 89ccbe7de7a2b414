package io.github.hcsc.train.metrics;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A plain line every few seconds and at the end of each epoch: for logs. */
final class LineProgress implements TrainingProgress {
    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final LongSupplier clock;
    private final Throughput throughput;
    private long printed;

    LineProgress(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.throughput = new Throughput(clock);
        this.printed = clock.getAsLong();
    }

    @Override
    public void epoch(int epoch, int epochs, int steps, int doneSteps) {
        throughput.epoch(epoch, epochs, steps, doneSteps);
    }

    @Override
    public void step(int images, long waitedNanos) {
        throughput.step(images, waitedNanos);
        long now = clock.getAsLong();
        if (throughput.finished() || now - printed >= INTERVAL) {
            printed = now;
            out.println(throughput.position() + ": " + throughput.summary());
        }
    }

    @Override
    public void loss(double value) {
        throughput.loss(value);
    }

    @Override
    public ImageProgress pass(String title, long images) {
        return ImageProgress.lines(out, clock, title, images);
    }

    @Override
    public void message(String text) {
        out.println(text);
    }

    @Override
    public void close() {
        out.flush();
    }
}
