package io.github.hcsc.train.metrics;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a person how far the work through a number of images or other things is; told how many further are done. */
public interface ImageProgress extends IntConsumer, AutoCloseable {

    @Override
    void close();

    /** Shows nothing. */
    static ImageProgress silent() {
        return new Silent();
    }

    /**
     * Shows a bar on standard error if that is a terminal, else a line every ten seconds.
     *
     * @param title what is done to the images
     * @param images how many there are
     */
    static ImageProgress onStandardError(String title, long images) {
        return onStandardError(title, images, "images");
    }

    /**
     * Shows a bar on standard error if that is a terminal, else a line every ten seconds.
     *
     * @param title what is done
     * @param count to how many things
     * @param unit what they are called
     */
    static ImageProgress onStandardError(String title, long count, String unit) {
        return Terminal.onStandardError()
                ? new Bar(title, count, unit)
                : new Lines(System.err, System::nanoTime, title, count, unit);
    }

    /** Writes a line every ten seconds. */
    static ImageProgress lines(PrintStream out, LongSupplier clock, String title, long images) {
        return new Lines(out, clock, title, images, "images");
    }

    /** No progress shown at all. */
    record Silent() implements ImageProgress {
        @Override
        public void accept(int done) {}

        @Override
        public void close() {}
    }

    /** A bar on a terminal. */
    final class Bar implements ImageProgress {
        private final ProgressBar bar;

        private Bar(String title, long count, String unit) {
            bar = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(count)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" " + unit, 1)
                    .setUpdateIntervalMillis(500)
                    .showSpeed()
                    .build();
        }

        @Override
        public void accept(int done) {
            bar.stepBy(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Lines for a log; work of less than ten seconds shows none. */
    final class Lines implements ImageProgress {
        private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

        private final PrintStream out;
        private final LongSupplier clock;
        private final String title;
        private final long count;
        private final String unit;
        private final long start;
        private long printed;
        private long done;

        private Lines(PrintStream out, LongSupplier clock, String title, long count, String unit) {
            this.out = out;
            this.clock = clock;
            this.title = title;
            this.count = count;
            this.unit = unit;
            start = clock.getAsLong();
            printed = start;
        }

        @Override
        public void accept(int further) {
            done += further;
            long now = clock.getAsLong();
            if (now - printed >= INTERVAL) {
                printed = now;
                double speed = done / ((now - start) / 1e9);
                out.println(String.format(
                        Locale.ROOT, "%s: %d of %d %s, %.1f %s/s", title, done, count, unit, speed, unit));
            }
        }

        @Override
        public void close() {}
    }
}
