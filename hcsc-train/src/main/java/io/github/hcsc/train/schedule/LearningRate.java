package io.github.hcsc.train.schedule;

import ai.djl.training.tracker.Tracker;
import io.github.hcsc.train.config.OptimizerConfig;
import io.github.hcsc.train.config.ScheduleConfig;

/**
 * The learning rate of a step, or another number that changes over a run. It is a function of the place alone, so a resumed
 * run continues on the same curve.
 */
@FunctionalInterface
public interface LearningRate {

    /**
     * Returns the rate of a step.
     *
     * @param epoch epochs done before it, with the fraction of the current one
     */
    double at(double epoch);

    /** The rate that a configuration describes, starting from the rate that suits its batch. */
    static LearningRate of(ScheduleConfig schedule, OptimizerConfig optimizer) {
        double initial = optimizer.learningRate();
        double warmup = schedule.warmupEpochs();
        return switch (schedule.decay()) {
            case COSINE ->
                new CosineDecay(initial, schedule.finalLearningRate(), schedule.epochs() - warmup, schedule.perStep())
                        .after(warmup, initial);
            case STEP -> {
                LearningRate falling = new StepDecay(initial, schedule.milestones());
                yield epoch -> epoch < warmup ? initial * epoch / warmup : falling.at(epoch);
            }
        };
    }

    /** The weight decay that a configuration describes. */
    static LearningRate ofDecay(ScheduleConfig schedule, OptimizerConfig optimizer) {
        double initial = optimizer.weightDecay();
        return switch (optimizer.weightDecaySchedule()) {
            case CONSTANT -> epoch -> initial;
            case COSINE -> new CosineDecay(initial, optimizer.finalWeightDecay(), schedule.epochs(), true);
        };
    }

    /** A DJL tracker, asked with the whole epoch. */
    static LearningRate of(Tracker tracker) {
        return epoch -> tracker.getNewValue((int) epoch);
    }

    /**
     * Returns this schedule begun after a warm-up, in which the rate rises from 0 in proportion to the steps.
     *
     * @param warmup epochs, with a fraction
     * @param rate what the warm-up leads to
     */
    default LearningRate after(double warmup, double rate) {
        return epoch -> epoch < warmup ? rate * epoch / warmup : at(epoch - warmup);
    }
}
