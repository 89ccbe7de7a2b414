package io.github.hcsc.train;

import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something after each step or once, and keeps what a run says. */
final class AfterStep implements TrainingProgress {
    final List<String> messages = new ArrayList<>();
    Runnable action = () -> {};

    /** Does something once, after so many steps. */
    void after(int steps, Runnable once) {
        AtomicInteger left = new AtomicInteger(steps);
        action = () -> {
            if (left.decrementAndGet() == 0) {
                once.run();
            }
        };
    }

    @Override
    public void step(int images, long waitedNanos) {
        action.run();
    }

    @Override
    public void message(String text) {
        messages.add(text);
    }
}
