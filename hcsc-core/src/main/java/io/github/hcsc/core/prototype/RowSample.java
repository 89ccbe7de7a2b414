package io.github.hcsc.core.prototype;

import java.io.IOException;
import java.util.Arrays;

/** A few of many rows, drawn without replacement and without a list of all. */
final class RowSample {
    private static final int ROUNDS = 4;

    private RowSample() {}

    /** Returns different positions in ascending order: all of them if there are no more than wanted. */
    static long[] positions(long rows, int wanted, long seed) {
        long[] positions = new long[(int) Math.min(rows, wanted)];
        if (positions.length == rows) {
            Arrays.setAll(positions, i -> i);
            return positions;
        }
        int half = (Long.SIZE - Long.numberOfLeadingZeros(rows - 1) + 1) / 2;
        for (int i = 0; i < positions.length; i++) {
            long position = i;
            do {
                position = permuted(position, half, seed);
            } while (position >= rows);
            positions[i] = position;
        }
        Arrays.sort(positions);
        return positions;
    }

    /** A Feistel network: a permutation of the numbers of twice so many bits. */
    private static long permuted(long number, int half, long seed) {
        long mask = (1L << half) - 1;
        long left = number >>> half;
        long right = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long mixed = left ^ (mixed(right + seed * ROUNDS + round) & mask);
            left = right;
            right = mixed;
        }
        return left << half | right;
    }

    /** The finalizer of MurmurHash3. */
    private static long mixed(long number) {
        long z = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
        return z ^ z >>> 33;
    }

    /** Reads rows at ascending positions. */
    static float[] read(RowSource rows, long[] positions) throws IOException {
        int dimension = rows.dimension();
        float[] values = new float[Math.multiplyExact(positions.length, dimension)];
        float[] span = new float[0];
        for (int from = 0; from < positions.length; ) {
            long first = positions[from];
            int to = from;
            while (to < positions.length && positions[to] < first + RowBlocks.ROWS) {
                to++;
            }
            int size = (int) (positions[to - 1] - first) + 1;
            span = span.length < size * dimension ? new float[size * dimension] : span;
            rows.read(first, size, span, 0);
            for (int i = from; i < to; i++) {
                System.arraycopy(span, (int) (positions[i] - first) * dimension, values, i * dimension, dimension);
            }
            from = to;
        }
        return values;
    }
}
