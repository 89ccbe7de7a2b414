package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;

/** Turns the logits of contrasts into losses. */
@FunctionalInterface
public interface ContrastiveLoss {

    /** Returns the mean loss over the queries of each contrast {@code [S]}, through which gradients flow. */
    NDArray evaluate(ContrastiveLogits logits);
}
