package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;

/** Finds prototypes in the embeddings of the training images; once per epoch, before its first step. */
@FunctionalInterface
public interface Clusterer {

    /**
     * Clusters embeddings.
     *
     * @param embeddings one unit-length embedding per training image, in the order of the training set, float32
     *     {@code [n, d]}; left unchanged
     * @param previous the hierarchy of the epoch before, {@link PrototypeHierarchy#NONE} if there is none; a clusterer
     *     may start from it, and leaves it unchanged
     * @param epoch the epoch about to begin, from 0
     * @return the new hierarchy, its tensors attached to the manager of the embeddings
     */
    PrototypeHierarchy cluster(NDArray embeddings, PrototypeHierarchy previous, int epoch);
}
