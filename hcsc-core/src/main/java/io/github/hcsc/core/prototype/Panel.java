package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some centroids, scored together for some points: a block of a matrix product whose scores never leave the first cache.
 *
 * <p>The score of a point x for a centroid c is {@code x.c - |c|^2 / 2}; the nearest centroid has the largest.
 *
 * @param members which centroids, ascending
 * @param values their values coordinate by coordinate, padded to {@link #WIDTH} with centroids that are never nearest
 * @param bias {@code -|c|^2 / 2}
 */
record Panel(int[] members, float[] values, float[] bias) {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Points scored at once: with three vectors of centroids, what fits in sixteen registers. */
    static final int TILE = 4;

    /** Centroids scored at once. */
    static final int WIDTH = 3 * LANES;

    /** Tells whether this processor's vectors are wide enough for panels to be the fastest way. */
    static boolean isWide() {
        return SPECIES.vectorBitSize() >= 256;
    }

    static Panel of(float[][] centroids, int... members) {
        int dimension = centroids[0].length;
        float[] values = new float[dimension * WIDTH];
        float[] bias = new float[WIDTH];
        Arrays.fill(bias, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < members.length; i++) {
            float[] centroid = centroids[members[i]];
            float norm = 0;
            for (int j = 0; j < dimension; j++) {
                values[j * WIDTH + i] = centroid[j];
                norm += centroid[j] * centroid[j];
            }
            bias[i] = -norm / 2;
        }
        return new Panel(members, values, bias);
    }

    /** Returns panels of all centroids in their order. */
    static Panel[] inOrder(float[][] centroids) {
        return IntStream.range(0, (centroids.length + WIDTH - 1) / WIDTH)
                .mapToObj(i -> IntStream.range(i * WIDTH, Math.min(centroids.length, (i + 1) * WIDTH)))
                .map(members -> of(centroids, members.toArray()))
                .toArray(Panel[]::new);
    }

    /**
     * Scores four points for the centroids.
     *
     * <p>The twelve sums stay in registers. What is made of them is another method's work: were it done here, the compiler
     * would give up on keeping vectors in registers at all.
     *
     * @param x holds points of {@code dimension} values
     * @param at0 where the first point begins
     * @param scores {@code [4, WIDTH]}, overwritten
     */
    void score(float[] x, int dimension, int at0, int at1, int at2, int at3, float[] scores) {
        float[] panel = values;
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
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[at0 + j]);
            s00 = x0.fma(c0, s00);
            s01 = x0.fma(c1, s01);
            s02 = x0.fma(c2, s02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[at1 + j]);
            s10 = x1.fma(c0, s10);
            s11 = x1.fma(c1, s11);
            s12 = x1.fma(c2, s12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[at2 + j]);
            s20 = x2.fma(c0, s20);
            s21 = x2.fma(c1, s21);
            s22 = x2.fma(c2, s22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[at3 + j]);
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

    /** Returns the largest of the scores of one point, which begin at {@code at}. */
    static float largest(float[] scores, int at) {
        return FloatVector.fromArray(SPECIES, scores, at)
                .max(FloatVector.fromArray(SPECIES, scores, at + LANES))
                .max(FloatVector.fromArray(SPECIES, scores, at + 2 * LANES))
                .reduceLanes(VectorOperators.MAX);
    }

    /** Returns the first centroid that has this score. */
    int member(float[] scores, int at, float score) {
        int position = 0;
        while (scores[at + position] != score) {
            position++;
        }
        return members[position];
    }
}
