package io.github.hcsc.train.features;

import java.util.Arrays;

/** Values of rows whose number is not known beforehand. */
final class GrowingRows {
    private float[] values = new float[1024];
    private int filled;

    /** Makes place for so many further values. */
    void reserve(int further) {
        if (filled + further > values.length) {
            values = Arrays.copyOf(values, Math.max(filled + further, 2 * values.length));
        }
    }

    /** Adds a value, for which there is place. */
    void add(float value) {
        values[filled++] = value;
    }

    /** Returns the number of values. */
    int size() {
        return filled;
    }

    /** Returns the rows. */
    MatrixRows rows(int dimension) {
        return new MatrixRows(Arrays.copyOf(values, filled), dimension);
    }
}
