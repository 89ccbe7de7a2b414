package io.github.hcsc.train.schedule;

import java.util.List;

/**
 * A tenth of the rate from each milestone on.
 *
 * @param initial rate before the first milestone
 * @param milestones epochs from which the rate is a tenth of what it was
 */
public record StepDecay(double initial, List<Integer> milestones) implements LearningRate {
    private static final double FACTOR = 0.1;

    /** Copies the milestones. */
    public StepDecay {
        milestones = List.copyOf(milestones);
    }

    @Override
    public double at(double epoch) {
        double rate = initial;
        for (int milestone : milestones) {
            if (epoch >= milestone) {
                rate *= FACTOR;
            }
        }
        return rate;
    }
}
