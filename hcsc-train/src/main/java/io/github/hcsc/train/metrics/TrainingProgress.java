package io.github.hcsc.train.metrics;

import io.github.hcsc.core.state.Printable;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Shows a person how training goes. It is told of every step, so it must be cheap; the loss is read from the device
 * only now and then and passed when it is known. What is not overridden shows nothing.
 */
public interface TrainingProgress extends AutoCloseable {

    /**
     * An epoch begins.
     *
     * @param epoch the epoch, counted from 0
     * @param epochs epochs of the run
     * @param steps steps of the epoch
     * @param doneSteps steps of it that an earlier process has already done
     */
    default void epoch(int epoch, int epochs, int steps, int doneSteps) {}

    /**
     * A step is done.
     *
     * @param images images it used
     * @param waitedNanos time it spent waiting for data
     */
    default void step(int images, long waitedNanos) {}

    /** The loss of a recent step has become known. */
    default void loss(double value) {}

    /**
     * A pass over images outside the steps begins: for prototypes, or to measure the encoder.
     *
     * @param title what is done to the images
     * @param images how many there are
     * @return is told of every image, and closed at the end
     */
    default ImageProgress pass(String title, long images) {
        return ImageProgress.silent();
    }

    /** Something worth a line of its own happened. */
    default void message(String text) {}

    @Override
    default void close() {}

    /** Shows nothing. */
    static TrainingProgress silent() {
        return new TrainingProgress() {};
    }

    /** Shows training of many short epochs as one work through images. */
    static TrainingProgress over(ImageProgress images) {
        return new TrainingProgress() {
            @Override
            public void step(int done, long waitedNanos) {
                images.accept(done);
            }

            @Override
            public void message(String text) {
                System.err.println(Printable.lines(text));
            }

            @Override
            public void close() {
                images.close();
            }
        };
    }

    /** Shows a bar on standard error if that is a terminal, else a line every few seconds. */
    static TrainingProgress onStandardError() {
        return Terminal.onStandardError() ? new BarProgress() : lines(System.err, LineProgress.SECONDS);
    }

    /**
     * Writes a line at the end of each epoch and, within, every so often.
     *
     * @param out where to
     * @param interval least time between lines within an epoch
     */
    static TrainingProgress lines(PrintStream out, Duration interval) {
        return new LineProgress(out, System::nanoTime, interval);
    }
}
