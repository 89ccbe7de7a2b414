package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.ShardedRows;

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

    /**
     * Clusters embeddings that are spread over processes, to the same hierarchy in each. Unless a clusterer can do better,
     * every process collects all embeddings and clusters them itself.
     *
     * @param embeddings the rows of this process, those of all processes following one another in the order of their ranks
     * @param previous the hierarchy of the epoch before
     * @param epoch the epoch about to begin, from 0
     * @param group the processes
     * @return the hierarchy of all embeddings, its tensors attached to the manager of the embeddings
     */
    default PrototypeHierarchy cluster(NDArray embeddings, PrototypeHierarchy previous, int epoch, Collectives group) {
        return cluster(ShardedRows.collect(embeddings, group), previous, epoch);
    }
}
