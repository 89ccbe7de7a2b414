package io.github.hcsc.train.eval.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Features of training images, in a new random order in each epoch. */
public interface FeatureBatches extends AutoCloseable {

    /** Takes the next batch. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes the next batch.
         *
         * @param features {@code [N, d]}, valid until the method returns
         * @param indices the position of each image in the training set
         * @param waitedNanos how long the data let wait
         */
        void accept(NDArray features, long[] indices, long waitedNanos);
    }

    /** Returns how many batches each epoch has. */
    int perEpoch();

    /**
     * Hands over the batches of an epoch.
     *
     * @param scope owns the features while they are valid
     * @param epoch its number, which selects the order and whatever is random
     */
    void epoch(NDManager scope, int epoch, Sink sink);

    @Override
    void close();
}
