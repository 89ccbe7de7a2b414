package io.github.hcsc.train.metrics;

/** No progress shown at all. */
final class SilentProgress implements TrainingProgress {
    @Override
    public void epoch(int epoch, int epochs, int steps, int doneSteps) {}

    @Override
    public void step(int images, long waitedNanos) {}

    @Override
    public void loss(double value) {}

    @Override
    public void message(String text) {}

    @Override
    public void close() {}
}
