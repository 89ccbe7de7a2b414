package io.github.hcsc.train.metrics;

import io.github.hcsc.train.text.PlainText;

/** Training of many short epochs shown as one work through images. */
record OverallProgress(ImageProgress images) implements TrainingProgress {
    @Override
    public void epoch(int epoch, int epochs, int steps, int doneSteps) {}

    @Override
    public void step(int done, long waitedNanos) {
        images.accept(done);
    }

    @Override
    public void loss(double value) {}

    @Override
    public void message(String text) {
        System.err.println(PlainText.of(text));
    }

    @Override
    public void close() {
        images.close();
    }
}
