package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;

/** Turns the logits of one contrast into a loss. */
@FunctionalInterface
public interface ContrastiveLoss {

    /** Returns the mean loss over the queries, a scalar through which gradients flow. */
    NDArray evaluate(ContrastiveLogits logits);
}
