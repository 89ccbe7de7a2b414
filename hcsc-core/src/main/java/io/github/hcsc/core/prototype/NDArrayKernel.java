package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The nearest centroids by tensor operations, on any engine and device.
 *
 * <p>The nearest centroid c of x is the one with the largest {@code x.c - |c|^2 / 2}.
 */
final class NDArrayKernel implements AssignKernel {
    /** Scores held at a time: larger temporaries are mapped and faulted in anew on each use. */
    private static final int SCORES = 1 << 22;

    private static final int CHUNK_VALUES = 1 << 24;

    private final NDManager manager;
    private final List<NDArray> chunks = new ArrayList<>();
    private final int size;

    NDArrayKernel(float[] values, int dimension, NDManager parent) {
        manager = parent.newSubManager();
        size = values.length / dimension;
        int rows = Math.max(1, CHUNK_VALUES / dimension);
        for (int from = 0; from < size; from += rows) {
            int count = Math.min(rows, size - from);
            FloatBuffer some = FloatBuffer.wrap(values, from * dimension, count * dimension);
            chunks.add(manager.create(some, new Shape(count, dimension)));
        }
    }

    @Override
    public int[] nearest(float[][] centroids) {
        int[] labels = new int[size];
        try (NDManager scope = manager.newSubManager()) {
            NDArray c = scope.create(centroids); // [K, d]
            NDArray bias = c.square().sum(new int[] {1}).mul(-0.5f); // [K]
            NDArray ct = c.transpose(); // [d, K]
            int filled = 0;
            for (NDArray chunk : chunks) {
                filled = search(chunk, ct, bias, labels, filled);
            }
        }
        return labels;
    }

    private static int search(NDArray chunk, NDArray ct, NDArray bias, int[] labels, int filled) {
        long rows = Math.max(1, SCORES / bias.size());
        int at = filled;
        for (long from = 0; from < chunk.size(0); from += rows) {
            try (NDManager scope = ct.getManager().newSubManager()) {
                chunk.tempAttach(scope);
                NDArray some = chunk.get(from + ":" + Math.min(chunk.size(0), from + rows));
                for (long label : some.matMul(ct).addi(bias).argMax(1).toLongArray()) {
                    labels[at++] = (int) label;
                }
            }
        }
        return at;
    }

    @Override
    public void close() {
        manager.close();
    }
}
