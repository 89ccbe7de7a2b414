package io.github.hcsc.core.queue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.torch.Autograd;

/**
 * A ring of the latest keys, first in first out, with the index of the image that each key came from.
 *
 * <p>Until it has gone round once it holds random directions, which serve as negatives like any other key (MoCo,
 * section 3.2).
 */
public final class KeyQueue {

    private final Candidates keys;
    private final NDArray indices; // [K]
    private int pointer;

    private KeyQueue(NDArray keys, NDArray indices, int pointer) {
        this.keys = new Candidates(keys);
        this.indices = indices;
        this.pointer = pointer;
    }

    /** Returns a queue of {@code capacity} random directions of {@code dim} values, drawn from the engine's generator. */
    public static KeyQueue create(NDManager manager, int capacity, int dim) {
        if (capacity < 1 || dim < 1) {
            throw new IllegalArgumentException(
                    "capacity and dim must be at least 1, but were " + capacity + " and " + dim);
        }
        try (NDArray normal = manager.randomNormal(new Shape(capacity, dim))) {
            NDArray nobody = manager.full(new Shape(capacity), -1f, DataType.INT64);
            return new KeyQueue(normal.normalize(2, 1, 1e-12), nobody, 0);
        }
    }

    /** Returns the keys {@code [K, d]}, rows of unit length, oldest at {@link #pointer()}. */
    public NDArray keys() {
        return keys.vectors();
    }

    /** Returns the keys as candidates for prototypes to judge. */
    public Candidates candidates() {
        return keys;
    }

    /** Returns the position in the training set of the image of each key {@code [K]}, -1 for random directions. */
    public NDArray indices() {
        return indices;
    }

    /** Returns where the next key goes. */
    public int pointer() {
        return pointer;
    }

    /** Returns K. */
    public int capacity() {
        return Math.toIntExact(keys.size());
    }

    /**
     * Replaces the oldest keys.
     *
     * @param newKeys {@code [N, d]}, where the capacity is a multiple of N
     * @param newIndices their images {@code [N]}, int64
     */
    public void enqueue(NDArray newKeys, NDArray newIndices) {
        int count = Math.toIntExact(newKeys.size(0));
        if (capacity() % count != 0) {
            throw new IllegalArgumentException(
                    "queue capacity must be a multiple of the batch size " + count + ", but was " + capacity());
        }
        NDIndex rows = new NDIndex().addSliceDim(pointer, (long) pointer + count);
        keys.replace(pointer, newKeys);
        Autograd.paused(() -> indices.set(rows, newIndices));
        pointer = (pointer + count) % capacity();
    }

    /** Lends the tensors to a scope, so that results of operations on them die with it. */
    public void lendTo(NDManager scope) {
        scope.tempAttachAll(new NDList(keys(), indices));
    }

    /** Continues at a position that {@link #pointer()} once returned. */
    public void moveTo(int position) {
        if (position < 0 || position >= capacity()) {
            throw new IllegalArgumentException("position must lie in [0, " + capacity() + "), but was " + position);
        }
        pointer = position;
    }
}
