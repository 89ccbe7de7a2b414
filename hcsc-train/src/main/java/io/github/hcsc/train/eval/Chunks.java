package io.github.hcsc.train.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** Consecutive rows of a matrix, so that what is computed from them fits in memory. */
final class Chunks {
    private Chunks() {}

    /** Rows whose products with {@code columns} others take about 64 MB. */
    static long rows(long columns) {
        return Math.max(1, (16L << 20) / Math.max(1, columns));
    }

    /** A view of rows {@code [start, end)}. */
    static NDArray of(NDArray matrix, long start, long end) {
        return matrix.get(new NDIndex().addSliceDim(start, end));
    }
}
