package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Lesson;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Training of a run that is done again, from one of its checkpoints or from its start; it writes nothing. */
final class Repetition implements AutoCloseable {

    private final Surroundings around;
    private final TrainingState state;
    private final TrainingLoop loop;
    private final LoggedLosses logged;

    /** @param checkpoint the step of the checkpoint to begin with, none to begin at the start */
    Repetition(Beginnings beginnings, OptionalInt checkpoint) {
        around = beginnings.around();
        state = checkpoint.isPresent() ? beginnings.at(checkpoint.getAsInt()) : beginnings.start();
        try {
            if (checkpoint.isEmpty()) {
                chooseMicroBatch(around.checkpoints());
            }
            logged = LoggedLosses.of(around.run());
            loop = new TrainingLoop(around, state, Optional.empty());
        } catch (RuntimeException | Error e) {
            state.close();
            throw e;
        }
    }

    /** A number that was chosen for the run, not configured, stands in all its checkpoints. */
    private void chooseMicroBatch(Checkpoints checkpoints) {
        OptionalInt newest = checkpoints.newestStep();
        if (newest.isPresent()) {
            state.chooseMicroBatchOf(checkpoints.at(newest.getAsInt()));
        }
    }

    TrainingState state() {
        return state;
    }

    BatchShare share() {
        return loop.share();
    }

    /** Returns the losses that the run has logged, compared with those of the steps done again so far. */
    LoggedLosses logged() {
        return logged;
    }

    /** Trains until so many steps of the run are done, or the observer ends it. */
    void to(long steps, TrainingObserver observer) {
        loop.run(new Again(steps, observer));
    }

    @Override
    public void close() {
        state.close();
    }

    /** Does with the state what {@link RunRecorder} does with it. */
    private final class Again implements TrainingObserver {

        private final PretrainConfig config = around.config();
        private final long steps;
        private final TrainingObserver observer;

        Again(long steps, TrainingObserver observer) {
            this.steps = steps;
            this.observer = observer;
        }

        @Override
        public boolean stopping() {
            return state.position().step() >= steps || around.cancellation().requested() || observer.stopping();
        }

        @Override
        public void epoch(int epoch, int ofEpoch, int done) {
            around.progress().epoch(epoch, config.schedule().epochs(), ofEpoch, done);
        }

        @Override
        public void features(int view, NDArray rows) {
            observer.features(view, rows);
        }

        @Override
        public void shown(String name, NDArray tensor) {
            observer.shown(name, tensor);
        }

        @Override
        public void learnt(ViewBatch images, Lesson lesson, NDArray losses, Set<String> idle) {
            observer.learnt(images, lesson, losses, idle);
        }

        @Override
        public void stepped(Stepped step) {
            around.progress().step(config.optimizer().batchSize(), step.waitedNanos());
            observer.stepped(step);
            long done = state.position().step();
            if (done % config.run().logEverySteps() == 0) {
                logged.compare(done, state.meter().takeMeans());
            }
        }
    }
}
