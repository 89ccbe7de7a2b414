package io.github.hcsc.train.features;

import io.github.hcsc.core.prototype.RowSource;
import java.io.IOException;
import java.util.function.IntConsumer;

/**
 * Rows that tell how many were read.
 *
 * @param rows where they are
 * @param progress is told of further rows
 */
public record CountedRows(RowSource rows, IntConsumer progress) implements RowSource {
    @Override
    public long count() {
        return rows.count();
    }

    @Override
    public int dimension() {
        return rows.dimension();
    }

    @Override
    public void read(long first, int some, float[] to, int at) throws IOException {
        rows.read(first, some, to, at);
        progress.accept(some);
    }
}
