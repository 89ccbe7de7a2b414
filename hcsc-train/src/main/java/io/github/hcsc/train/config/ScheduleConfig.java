package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How long is trained and how the learning rate rises and falls.
 *
 * @param epochs passes over the training images
 * @param decay shape of the fall
 * @param milestones epochs at which a step schedule multiplies the rate by 0.1; empty for cosine
 * @param finalLearningRate rate a cosine schedule would reach after the last epoch, not scaled by the batch
 * @param warmupEpochs epochs in which the rate rises from 0, step by step; 0 if a file does not say
 * @param perStep whether a cosine falls at each step instead of at each epoch; false if a file does not say
 */
public record ScheduleConfig(
        int epochs,
        Decay decay,
        List<Integer> milestones,
        double finalLearningRate,
        double warmupEpochs,
        boolean perStep) {

    /** Shape of the learning rate over the epochs. */
    public enum Decay {
        /** Half a cosine. */
        @JsonProperty("cosine")
        COSINE,
        /** A tenth at each milestone. */
        @JsonProperty("step")
        STEP
    }

    /** A schedule without warm-up, whose rate is constant within an epoch. */
    public ScheduleConfig(int epochs, Decay decay, List<Integer> milestones, double finalLearningRate) {
        this(epochs, decay, milestones, finalLearningRate, 0, false);
    }

    /** Checks every value. */
    public ScheduleConfig {
        milestones = List.copyOf(milestones);
        Require.atLeast(1, "epochs", epochs);
        Require.notNegative("finalLearningRate", finalLearningRate);
        Require.that(
                decay == Decay.STEP || milestones.isEmpty(), "milestones", "be empty for decay: cosine", milestones);
        Require.that(warmupEpochs >= 0 && warmupEpochs < epochs, "warmupEpochs", "lie in [0, epochs)", warmupEpochs);
        Require.that(decay == Decay.COSINE || !perStep, "perStep", "be false for decay: step", perStep);
        int previous = 0;
        for (int milestone : milestones) {
            Require.that(
                    milestone > previous && milestone < epochs,
                    "milestones",
                    "rise and lie below epochs " + epochs,
                    milestones);
            previous = milestone;
        }
    }
}
