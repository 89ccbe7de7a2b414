package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;

/** The loss of classifiers. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Returns the mean over images of the negative logarithm of the true class's probability.
     *
     * @param logits {@code [N, C]}
     * @param labels the true classes {@code [N]}, int64
     * @return a scalar
     */
    public static NDArray of(NDArray logits, NDArray labels) {
        return logits.logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
    }
}
