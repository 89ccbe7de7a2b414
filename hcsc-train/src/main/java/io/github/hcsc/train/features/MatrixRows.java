package io.github.hcsc.train.features;

import io.github.hcsc.core.prototype.RowSource;

/**
 * Rows in memory.
 *
 * @param values the rows one after another, not copied
 * @param dimension values of a row
 */
@SuppressWarnings("ArrayRecordComponent")
record MatrixRows(float[] values, int dimension) implements RowSource {
    @Override
    public long count() {
        return values.length / dimension;
    }

    @Override
    public void read(long first, int rows, float[] to, int at) {
        System.arraycopy(values, Math.toIntExact(first * dimension), to, at, rows * dimension);
    }
}
