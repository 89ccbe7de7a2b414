package io.github.hcsc.train.schedule;

import ai.djl.training.tracker.Tracker;
import io.github.hcsc.train.config.OptimizerConfig;
import io.github.hcsc.train.config.ScheduleConfig;

/**
 * The learning rate of an epoch. It is a function of the epoch alone, so a resumed run continues on the same curve.
 */
@FunctionalInterface
public interface LearningRate {

    /**
     * Returns the rate that holds throughout an epoch.
     *
     * @param epoch the epoch, counted from 0
     */
    double at(int epoch);

    /** The rate that a configuration describes, starting from the rate that suits its batch. */
    static LearningRate of(ScheduleConfig schedule, OptimizerConfig optimizer) {
        double initial = optimizer.learningRate();
        return switch (schedule.decay()) {
            case COSINE -> new CosineDecay(initial, schedule.finalLearningRate(), schedule.epochs());
            case STEP -> new StepDecay(initial, schedule.milestones());
        };
    }

    /** A DJL tracker, asked with the epoch. */
    static LearningRate of(Tracker tracker) {
        return tracker::getNewValue;
    }
}
