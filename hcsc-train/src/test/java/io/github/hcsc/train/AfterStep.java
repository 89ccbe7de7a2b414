package io.github.hcsc.train;

import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.ArrayList;
import java.util.List;

/** Does something after each step, and keeps what a run says. */
final class AfterStep implements TrainingProgress {
    final List<String> messages = new ArrayList<>();
    Runnable action = () -> {};

    @Override
    public void step(int images, long waitedNanos) {
        action.run();
    }

    @Override
    public void message(String text) {
        messages.add(text);
    }
}
