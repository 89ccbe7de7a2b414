package io.github.hcsc.train;

import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;

/** Whether a run was asked to stop. Long loops hear of it where they tell their progress. */
final class Cancellation {
    private volatile boolean requested;
    private volatile boolean ofPasses;

    /** Thrown out of a loop that was asked to stop; what the loop would have given is not there. */
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("stopped as asked");
        }
    }

    void request() {
        requested = true;
    }

    boolean requested() {
        return requested;
    }

    /** From here on loops end early. Only a process that is alone may: others would wait for it. */
    void endPasses() {
        ofPasses = true;
    }

    /** To be called within a long loop, which it ends if that was asked for. */
    void check() {
        if (requested && ofPasses) {
            throw new Cancelled();
        }
    }

    /** Returns a progress whose passes end when that is asked for. */
    TrainingProgress ending(TrainingProgress progress) {
        return new Ending(progress, this);
    }

    private record Ending(TrainingProgress progress, Cancellation cancellation) implements TrainingProgress {
        @Override
        public void epoch(int epoch, int epochs, int steps, int doneSteps) {
            progress.epoch(epoch, epochs, steps, doneSteps);
        }

        @Override
        public void step(int images, long waitedNanos) {
            progress.step(images, waitedNanos);
        }

        @Override
        public void loss(double value) {
            progress.loss(value);
        }

        @Override
        public ImageProgress pass(String title, long images) {
            return new EndingPass(progress.pass(title, images), cancellation);
        }

        @Override
        public void message(String text) {
            progress.message(text);
        }

        @Override
        public void close() {
            progress.close();
        }
    }

    private record EndingPass(ImageProgress pass, Cancellation cancellation) implements ImageProgress {
        @Override
        public void accept(int done) {
            pass.accept(done);
            cancellation.check();
        }

        @Override
        public void close() {
            pass.close();
        }
    }
}
