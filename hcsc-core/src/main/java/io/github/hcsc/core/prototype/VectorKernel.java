package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The nearest centroids by the processor's vector instructions: a matrix product whose scores never leave the first cache.
 *
 * <p>The score of a point x for a centroid c is {@code x.c - |c|^2 / 2}; the nearest centroid has the largest.
 */
final class VectorKernel implements AssignKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Points scored at once: with three vectors of centroids, what fits in sixteen registers. */
    private static final int TILE = 4;

    /** Centroids scored at once. */
    private static final int WIDTH = 3 * LANES;

    /** Points a thread holds in its second cache while it goes through the centroids. */
    private static final int BLOCK = 384;

    private final float[] values;
    private final int dimension;

    VectorKernel(float[] values, int dimension) {
        this.values = values;
        this.dimension = dimension;
    }

    /** Tells whether this processor's vectors are wide enough for the kernel to be the fastest one. */
    static boolean isWide() {
        return SPECIES.vectorBitSize() >= 256;
    }

    /** Some centroids, coordinate by coordinate, padded to the width with centroids that are never nearest. */
    private record Panel(int first, float[] values, float[] bias) {
        static Panel of(float[][] centroids, int first) {
            int dimension = centroids[first].length;
            float[] values = new float[dimension * WIDTH];
            float[] bias = new float[WIDTH];
            Arrays.fill(bias, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < Math.min(WIDTH, centroids.length - first); i++) {
                float[] centroid = centroids[first + i];
                float norm = 0;
                for (int j = 0; j < dimension; j++) {
                    values[j * WIDTH + i] = centroid[j];
                    norm += centroid[j] * centroid[j];
                }
                bias[i] = -norm / 2;
            }
            return new Panel(first, values, bias);
        }
    }

    @Override
    public int[] nearest(float[][] centroids) {
        Panel[] panels = IntStream.range(0, (centroids.length + WIDTH - 1) / WIDTH)
                .mapToObj(i -> Panel.of(centroids, i * WIDTH))
                .toArray(Panel[]::new);
        int size = values.length / dimension;
        int[] labels = new int[size];
        IntStream.range(0, (size + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(i -> searchBlock(i * BLOCK, Math.min(size, (i + 1) * BLOCK), panels, labels));
        return labels;
    }

    private void searchBlock(int from, int to, Panel[] panels, int[] labels) {
        float[] block = new float[BLOCK * dimension];
        System.arraycopy(values, from * dimension, block, 0, (to - from) * dimension);
        float[] best = new float[BLOCK];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        int[] nearest = new int[BLOCK];
        float[] scores = new float[TILE * WIDTH];
        for (Panel panel : panels) {
            for (int row = 0; row < to - from; row += TILE) {
                score(block, row * dimension, dimension, panel.values, panel.bias, scores);
                keepBest(scores, panel.first, best, nearest, row);
            }
        }
        System.arraycopy(nearest, 0, labels, from, to - from);
    }

    /* The twelve sums stay in registers. What is made of them is another method's work: were it done here, the compiler
     * would give up on keeping vectors in registers at all. */
    private static void score(float[] x, int at, int dimension, float[] panel, float[] bias, float[] scores) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, bias, 0);
        FloatVector c1 = FloatVector.fromArray(SPECIES, bias, LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, bias, 2 * LANES);
        FloatVector s00 = c0, s01 = c1, s02 = c2;
        FloatVector s10 = c0, s11 = c1, s12 = c2;
        FloatVector s20 = c0, s21 = c1, s22 = c2;
        FloatVector s30 = c0, s31 = c1, s32 = c2;
        for (int j = 0; j < dimension; j++) {
            c0 = FloatVector.fromArray(SPECIES, panel, j * WIDTH);
            c1 = FloatVector.fromArray(SPECIES, panel, j * WIDTH + LANES);
            c2 = FloatVector.fromArray(SPECIES, panel, j * WIDTH + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[at + j]);
            s00 = x0.fma(c0, s00);
            s01 = x0.fma(c1, s01);
            s02 = x0.fma(c2, s02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[at + dimension + j]);
            s10 = x1.fma(c0, s10);
            s11 = x1.fma(c1, s11);
            s12 = x1.fma(c2, s12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[at + 2 * dimension + j]);
            s20 = x2.fma(c0, s20);
            s21 = x2.fma(c1, s21);
            s22 = x2.fma(c2, s22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[at + 3 * dimension + j]);
            s30 = x3.fma(c0, s30);
            s31 = x3.fma(c1, s31);
            s32 = x3.fma(c2, s32);
        }
        store(scores, 0, s00, s01, s02);
        store(scores, WIDTH, s10, s11, s12);
        store(scores, 2 * WIDTH, s20, s21, s22);
        store(scores, 3 * WIDTH, s30, s31, s32);
    }

    private static void store(float[] scores, int at, FloatVector s0, FloatVector s1, FloatVector s2) {
        s0.intoArray(scores, at);
        s1.intoArray(scores, at + LANES);
        s2.intoArray(scores, at + 2 * LANES);
    }

    private static void keepBest(float[] scores, int first, float[] best, int[] nearest, int row) {
        for (int i = 0; i < TILE; i++) {
            int at = i * WIDTH;
            float largest = FloatVector.fromArray(SPECIES, scores, at)
                    .max(FloatVector.fromArray(SPECIES, scores, at + LANES))
                    .max(FloatVector.fromArray(SPECIES, scores, at + 2 * LANES))
                    .reduceLanes(VectorOperators.MAX);
            if (largest > best[row + i]) {
                best[row + i] = largest;
                int position = 0;
                while (scores[at + position] != largest) {
                    position++;
                }
                nearest[row + i] = first + position;
            }
        }
    }

    @Override
    public void close() {
        // The points are the caller's, and there is nothing else.
    }
}
