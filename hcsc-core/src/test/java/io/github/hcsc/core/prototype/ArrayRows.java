package io.github.hcsc.core.prototype;

/** Rows in memory, for tests. */
record ArrayRows(float[][] values) implements RowSource {
    @Override
    public long count() {
        return values.length;
    }

    @Override
    public int dimension() {
        return values[0].length;
    }

    @Override
    public void read(long first, int rows, float[] to, int at) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(values[(int) first + i], 0, to, at + i * dimension(), dimension());
        }
    }
}
