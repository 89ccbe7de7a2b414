package io.github.hcsc.train.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a person how far the work through a number of images is; told how many further images are done. */
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
        return Terminal.onStandardError() ? new Bar(title, images) : new Lines(title, images, System::nanoTime);
    }

    /** A bar on a terminal. */
    final class Bar implements ImageProgress {
        private final ProgressBar bar;

        private Bar(String title, long images) {
            bar = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(images)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" images", 1)
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
        private final long images;
        private final LongSupplier clock;
        private final long start;
        private long printed;
        private long done;

        private Lines(String title, long images, LongSupplier clock) {
            this.title = title;
            this.images = images;
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
                System.err.println(
                        String.format(Locale.ROOT, "%s: %d of %d images, %.0f images/s", title, done, images, speed));
            }
        }

        @Override
        public void close() {}
    }
}
