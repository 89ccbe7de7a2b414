package io.github.hcsc.train.metrics;

import io.github.hcsc.core.state.Printable;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar per epoch on a terminal. */
final class BarProgress implements TrainingProgress {
    private final Throughput throughput = new Throughput(System::nanoTime);
    private Optional<ProgressBar> bar = Optional.empty();

    @Override
    public void epoch(int epoch, int epochs, int steps, int doneSteps) {
        close();
        throughput.epoch(epoch, epochs, steps, doneSteps);
        bar = Optional.of(new ProgressBarBuilder()
                .setTaskName(throughput.title())
                .setInitialMax(steps)
                .startsFrom(doneSteps, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .hideEta()
                .build());
    }

    @Override
    public void step(int images, long waitedNanos) {
        throughput.step(images, waitedNanos);
        bar.ifPresent(shown -> shown.step().setExtraMessage(" " + throughput.brief()));
    }

    @Override
    public void loss(double value) {
        throughput.loss(value);
    }

    @Override
    public ImageProgress pass(String title, long images) {
        close();
        return ImageProgress.onStandardError(title, images);
    }

    @Override
    public void message(String text) {
        if (throughput.finished()) {
            close();
        }
        System.err.println(Printable.lines(text));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
