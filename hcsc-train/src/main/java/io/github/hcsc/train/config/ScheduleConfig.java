package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How long is trained and how the learning rate falls; it is constant within an epoch.
 *
 * @param epochs passes over the training images
 * @param decay shape of the fall
 * @param milestones epochs at which a step schedule multiplies the rate by 0.1; empty for cosine
 * @param finalLearningRate rate a cosine schedule would reach after the last epoch, not scaled by the batch
 */
public record ScheduleConfig(int epochs, Decay decay, List<Integer> milestones, double finalLearningRate) {

    /** Shape of the learning rate over the epochs. */
    public enum Decay {
        /** Half a cosine. */
        @JsonProperty("cosine")
        COSINE,
        /** A tenth at each milestone. */
        @JsonProperty("step")
        STEP
    }

    /** Checks every value. */
    public ScheduleConfig {
        milestones = List.copyOf(milestones);
        Require.atLeast(1, "epochs", epochs);
        Require.notNegative("finalLearningRate", finalLearningRate);
        Require.that(
                decay == Decay.STEP || milestones.isEmpty(), "milestones", "be empty for decay: cosine", milestones);
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
