package io.github.hcsc.train.eval;

import java.util.BitSet;

/** Counts right answers for one number of neighbours. */
final class KnnVotes {
    private static final int TOP = 5;

    private final int k;
    private final double temperature;
    private final double[] scores;
    private final BitSet right = new BitSet();
    private int images;
    private long amongFive;

    KnnVotes(int k, double temperature, int classes) {
        this.k = k;
        this.temperature = temperature;
        this.scores = new double[classes];
    }

    /** Lets the neighbours from {@code offset} on, most similar first, vote on an image. */
    void add(float[] similarities, long[] indices, int offset, int[] labels, int truth) {
        for (int i = offset; i < offset + k; i++) {
            // Relative to the most similar one: the same order of classes, without overflow.
            scores[labels[(int) indices[i]]] += Math.exp((similarities[i] - similarities[offset]) / temperature);
        }
        int rank = rank(truth);
        right.set(images++, rank == 0);
        amongFive += rank < Math.min(TOP, k) ? 1 : 0;
        for (int i = offset; i < offset + k; i++) {
            scores[labels[(int) indices[i]]] = 0;
        }
    }

    /** Which images got their true class, in the order in which they were added. */
    BitSet right() {
        return (BitSet) right.clone();
    }

    KnnResult result(int requested) {
        return new KnnResult(requested, k, images, 100.0 * right.cardinality() / images, 100.0 * amongFive / images);
    }

    /** Classes that beat the true one; ties go to the lower class, a class without votes is beaten by all with votes. */
    private int rank(int truth) {
        double own = truth < scores.length ? scores[truth] : 0;
        if (own == 0) {
            return Integer.MAX_VALUE;
        }
        int rank = 0;
        for (int other = 0; other < scores.length; other++) {
            if (scores[other] > own || (scores[other] == own && other < truth)) {
                rank++;
            }
        }
        return rank;
    }
}
