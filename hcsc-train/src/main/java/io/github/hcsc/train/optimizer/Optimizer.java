package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Parts.Counter;
import java.util.List;
import java.util.Map;

/** Moves the weights of one part against their gradients. */
public interface Optimizer {

    /**
     * Moves the weights and clears the gradients.
     *
     * @param learningRate of this step
     * @param weightDecay of this step
     */
    void step(double learningRate, double weightDecay);

    /**
     * Clears the gradients of weights that stay as they are for now, so that they count in no norm.
     *
     * @param epoch epochs done, with the fraction of the current one
     */
    default void hold(double epoch) {}

    /**
     * Moves the weights that do not {@linkplain #hold stay} and clears the gradients.
     *
     * @param learningRate of this step
     * @param weightDecay of this step
     * @param epoch epochs done, with the fraction of the current one
     */
    default void step(double learningRate, double weightDecay, double epoch) {
        step(learningRate, weightDecay);
    }

    /** Returns what is remembered of each weight, by what it is, in the order of the weights. */
    Map<String, List<NDArray>> state();

    /** Returns the whole numbers that are remembered, by name. */
    default Map<String, Counter> counters() {
        return Map.of();
    }
}
