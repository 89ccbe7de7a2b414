package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The latest key of each training image.
 *
 * <p>Clustered instead of embeddings made for the purpose, they spare a pass over the images; but they are of random views,
 * and the older ones of weights up to an epoch old. Every process of a job holds all of them.
 */
final class GatheredKeys {

    private final NDArray keys; // [n, d], zeros for an image without a key

    private GatheredKeys(NDArray keys) {
        this.keys = keys;
    }

    /** Returns room for keys of {@code dim} values of {@code images} images. */
    static GatheredKeys create(NDManager manager, int images, int dim) {
        return new GatheredKeys(manager.zeros(new Shape(images, dim)));
    }

    /**
     * Takes over the keys of a batch.
     *
     * @param indices the positions of the images in the training set {@code [N]}, int64
     * @param latest unit rows {@code [N, d]}
     */
    void put(NDArray indices, NDArray latest) {
        TorchOps.setRowsInPlace(keys, indices, latest);
    }

    /** Returns a copy of some rows that belongs to a scope. */
    NDArray copy(NDManager scope, Shard share) {
        try (NDArray rows = rows(share)) {
            NDArray copy = rows.duplicate();
            copy.attach(scope);
            return copy;
        }
    }

    /** Returns the images without a key: all before the first epoch, later those that incomplete batches left out. */
    int[] missing(Shard share) {
        try (NDArray rows = rows(share);
                NDArray squares = rows.square();
                NDArray norms = squares.sum(new int[] {1})) {
            float[] values = norms.toFloatArray();
            return IntStream.range(0, values.length)
                    .filter(i -> values[i] == 0)
                    .map(i -> share.from() + i)
                    .toArray();
        }
    }

    private NDArray rows(Shard share) {
        return keys.get(new NDIndex().addSliceDim(share.from(), share.to()));
    }

    /** Returns the tensors by name, for a checkpoint. */
    Map<String, NDArray> toMap() {
        return Map.of("gathered.keys", keys);
    }
}
