package io.github.hcsc.train.metrics;

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
                : new Lines(title, count, unit, System::nanoTime);
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

        private final String title;
        private final long count;
        private final String unit;
        private final LongSupplier clock;
        private final long start;
        private long printed;
        private long done;

        private Lines(String title, long count, String unit, LongSupplier clock) {
            this.title = title;
            this.count = count;
            this.unit = unit;
            this.clock = clock;
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
                System.err.println(String.format(
                        Locale.ROOT, "%s: %d of %d %s, %.1f %s/s", title, done, count, unit, speed, unit));
            }
        }

        @Override
        public void close() {}
    }
}
