package io.github.hcsc.core.prototype;

import java.util.stream.IntStream;

/** Squared distances of all points to a few candidates, at the speed of the processor's vectors where it has any. */
final class CandidateDistances {
    private static final int BLOCK = 4096;

    private final float[] values;
    private final int dimension;
    private final int size;
    private final float[] squares; // of the points' lengths

    CandidateDistances(float[] values, int dimension) {
        this.values = values;
        this.dimension = dimension;
        size = values.length / dimension;
        squares = new float[size];
        forEachBlock((from, to) -> {
            for (int i = from; i < to; i++) {
                squares[i] = (float) square(i);
            }
        });
    }

    private double square(int row) {
        double sum = 0;
        for (int j = row * dimension; j < (row + 1) * dimension; j++) {
            sum += (double) values[j] * values[j];
        }
        return sum;
    }

    /**
     * Measures.
     *
     * @param few at most {@link Panel#WIDTH} rows
     * @param distances {@code [n, few]}, overwritten
     */
    void to(float[][] few, float[] distances) {
        if (SearchKernel.hasWideVectors()) {
            Panel panel = Panel.inOrder(few)[0];
            forEachBlock((from, to) -> byPanel(panel, few.length, from, to, distances));
        } else {
            forEachBlock((from, to) -> byLoops(few, from, to, distances));
        }
    }

    private void byPanel(Panel panel, int few, int from, int to, float[] distances) {
        float[] scores = new float[Panel.TILE * Panel.WIDTH];
        for (int row = from; row < to; row += Panel.TILE) {
            panel.score(values, dimension, at(row), at(row + 1), at(row + 2), at(row + 3), scores);
            for (int i = row; i < Math.min(to, row + Panel.TILE); i++) {
                for (int c = 0; c < few; c++) {
                    distances[i * few + c] = Math.max(0, squares[i] - 2 * scores[(i - row) * Panel.WIDTH + c]);
                }
            }
        }
    }

    private int at(int row) {
        return Math.min(row, size - 1) * dimension;
    }

    private void byLoops(float[][] few, int from, int to, float[] distances) {
        for (int i = from; i < to; i++) {
            for (int c = 0; c < few.length; c++) {
                float sum = 0;
                for (int j = 0; j < dimension; j++) {
                    float difference = values[i * dimension + j] - few[c][j];
                    sum += difference * difference;
                }
                distances[i * few.length + c] = sum;
            }
        }
    }

    /**
     * Sums over all points what each candidate would leave of their distances; in the same order whatever the threads.
     *
     * @param left the distances to what was chosen before
     * @param distances those to the candidates
     */
    static double[] potentials(float[] left, float[] distances, int few) {
        int blocks = (left.length + BLOCK - 1) / BLOCK;
        double[][] parts = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(b -> part(left, distances, few, b * BLOCK, Math.min(left.length, (b + 1) * BLOCK)))
                .toArray(double[][]::new);
        double[] sums = new double[few];
        for (double[] part : parts) {
            for (int c = 0; c < few; c++) {
                sums[c] += part[c];
            }
        }
        return sums;
    }

    private static double[] part(float[] left, float[] distances, int few, int from, int to) {
        double[] sums = new double[few];
        for (int i = from; i < to; i++) {
            for (int c = 0; c < few; c++) {
                sums[c] += Math.min(left[i], distances[i * few + c]);
            }
        }
        return sums;
    }

    private void forEachBlock(Range range) {
        IntStream.range(0, (size + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(b -> range.visit(b * BLOCK, Math.min(size, (b + 1) * BLOCK)));
    }

    @FunctionalInterface
    private interface Range {
        void visit(int from, int to);
    }
}
