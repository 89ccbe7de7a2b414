package io.github.hcsc.core.prototype;

import java.io.IOException;

/** Rows of numbers that are read block by block, so that where they lie and how large they are is nobody's concern. */
public interface RowSource {

    /** Returns the number of rows. */
    long count();

    /** Returns the number of values of a row. */
    int dimension();

    /**
     * Reads rows that follow one another. Several threads may read at once.
     *
     * @param first the position of the first
     * @param rows how many
     * @param to takes them row after row
     * @param at where in it the first value goes
     * @throws IOException if they cannot be read
     */
    void read(long first, int rows, float[] to, int at) throws IOException;
}
