package io.github.hcsc.train.metrics;

import io.github.hcsc.core.state.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A plain line every so often and at the end of each epoch: for logs. */
final class LineProgress implements TrainingProgress {
    static final Duration SECONDS = Duration.ofSeconds(10);

    private final PrintStream out;
    private final LongSupplier clock;
    private final Duration interval;
    private final Throughput throughput;
    private long printed;

    LineProgress(PrintStream out, LongSupplier clock, Duration interval) {
        this.out = out;
        this.clock = clock;
        this.interval = interval;
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
        if (throughput.finished() || now - printed >= interval.toNanos()) {
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
        out.println(Printable.lines(text));
    }

    @Override
    public void close() {
        out.flush();
    }
}
