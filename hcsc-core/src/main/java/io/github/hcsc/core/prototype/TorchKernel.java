package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** The nearest centroids by PyTorch, on the device of the manager it is opened with. */
final class TorchKernel implements AssignKernel {
    private static final Script SCRIPT = new Script(TorchKernel.class, "torch_kernel.py");

    /** Of what one tensor may hold, well within 2 GiB. */
    private static final int PART_VALUES = 1 << 26;

    /* On a CPU larger temporaries leave the cache; on a GPU smaller ones do not fill it. */
    private static final int CPU_SCORES = 1 << 20;
    private static final int GPU_SCORES = 1 << 28;

    private final NDManager manager;
    private final List<NDArray> parts = new ArrayList<>();
    private final int size;

    TorchKernel(float[] values, int dimension, NDManager parent) {
        manager = parent.newSubManager();
        size = values.length / dimension;
        int rows = Math.max(1, PART_VALUES / dimension);
        for (int from = 0; from < size; from += rows) {
            int count = Math.min(rows, size - from);
            FloatBuffer some = FloatBuffer.wrap(values, from * dimension, count * dimension);
            parts.add(manager.create(some, new Shape(count, dimension)));
        }
    }

    @Override
    public int[] nearest(float[][] centroids) {
        int scores = manager.getDevice().isGpu() ? GPU_SCORES : CPU_SCORES;
        int rows = Math.max(1, scores / centroids.length);
        int[] labels = new int[size];
        int filled = 0;
        try (NDArray target = manager.create(centroids)) {
            for (NDArray part : parts) {
                try (NDArray found = nearest(part, target, rows)) {
                    for (long label : found.toLongArray()) {
                        labels[filled++] = (int) label;
                    }
                }
            }
        }
        return labels;
    }

    /** Compares {@code rows} of the points {@code [n, d]} at a time with all centroids {@code [K, d]}: {@code [n]}. */
    private static NDArray nearest(NDArray points, NDArray centroids, int rows) {
        return SCRIPT.call("nearest", Argument.tensor(points), Argument.tensor(centroids), SCRIPT.number(rows))
                .singletonOrThrow();
    }

    @Override
    public void close() {
        manager.close();
    }
}
