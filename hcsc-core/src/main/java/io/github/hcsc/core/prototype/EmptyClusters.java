package io.github.hcsc.core.prototype;

import java.util.stream.IntStream;

/** Gives each empty cluster one half of a populous one, which is drawn with a probability that grows with its size. */
final class EmptyClusters {
    private static final int SEED = 1234;
    private static final float NUDGE = 1 / 1024f;

    private EmptyClusters() {}

    /** Replaces the centroids of empty clusters, and moves those they were split from. */
    static void repair(float[][] centroids, long[] populations, int points) {
        int count = centroids.length;
        float[] sizes = new float[count];
        IntStream.range(0, count).forEach(c -> sizes[c] = populations[c]);
        MersenneTwister random = new MersenneTwister(SEED);
        for (int empty = 0; empty < count; empty++) {
            if (sizes[empty] == 0) {
                int donor = draw(sizes, points, random);
                split(centroids, empty, donor);
                sizes[empty] = sizes[donor] / 2;
                sizes[donor] -= sizes[empty];
            }
        }
    }

    private static int draw(float[] sizes, int points, MersenneTwister random) {
        int donor = 0;
        while (random.nextFloat() >= (float) ((sizes[donor] - 1.0) / (float) (points - sizes.length))) {
            donor = (donor + 1) % sizes.length;
        }
        return donor;
    }

    private static void split(float[][] centroids, int empty, int donor) {
        centroids[empty] = centroids[donor].clone();
        for (int j = 0; j < centroids[donor].length; j++) {
            float nudge = j % 2 == 0 ? NUDGE : -NUDGE;
            centroids[empty][j] *= 1 + nudge;
            centroids[donor][j] *= 1 - nudge;
        }
    }
}
