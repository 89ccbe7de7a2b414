package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lloyd's K-means from a greedy k-means++ start, which balances a tree better than any other that was tried.
 *
 * <p>The start is found among a random subset of the points. Beyond {@link #MOST_CENTROIDS} it would take longer than all
 * that follows; points far from one another are the start then, as in {@link FastKMeans}.
 *
 * @param lloyd goes on from the start
 * @param pointsPerCentroid how many points per centroid the start is found among at most
 */
public record GreedyKMeans(FastKMeans lloyd, int pointsPerCentroid) implements FlatClusterer {

    /** The most centroids that have a greedy start. */
    public static final int MOST_CENTROIDS = 16_384;

    /** Checks that the number is positive. */
    public GreedyKMeans {
        if (pointsPerCentroid < 1) {
            throw new IllegalArgumentException("pointsPerCentroid must be positive, but was " + pointsPerCentroid);
        }
    }

    /** Starts among 32 points per centroid. */
    public GreedyKMeans(FastKMeans lloyd) {
        this(lloyd, 32);
    }

    /**
     * Finds centroids.
     *
     * @param previous not used
     */
    @Override
    public Centroids fit(Points points, int count, float[][] previous, long seed) {
        points.checkEnoughFor(count);
        if (count > MOST_CENTROIDS) {
            return lloyd.fit(points, count, new float[0][], seed);
        }
        return lloyd.fit(points, count, start(points, count, seed), seed);
    }

    private float[][] start(Points points, int count, long seed) {
        long most = (long) pointsPerCentroid * count;
        if (points.size() <= most) {
            return Start.draw(points, count, seed);
        }
        int[] some = Arrays.copyOf(MersenneTwister.permutation(points.size(), seed), (int) most);
        try (Points subset = points.subset(some)) {
            return Start.draw(subset, count, seed);
        }
    }

    /**
     * Greedy k-means++: of some points, drawn with a probability proportional to their squared distance to what was chosen
     * before, the one that leaves the smallest sum of squared distances is chosen.
     *
     * @see <a href="https://dl.acm.org/doi/10.5555/1283383.1283494">k-means++: Arthur and Vassilvitskii, 2007</a>
     */
    static final class Start {
        private Start() {}

        static float[][] draw(Points points, int count, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            CandidateDistances measure = points.candidateDistances();
            float[][] start = new float[count][];
            start[0] = points.row(random.nextInt(points.size()));
            float[] left = new float[points.size()];
            measure.to(new float[][] {start[0]}, left);
            int trials = trials(count);
            float[] distances = new float[Math.multiplyExact(points.size(), trials)];
            for (int chosen = 1; chosen < count; chosen++) {
                int[] drawn = drawn(left, random.doubles(trials).toArray());
                float[][] candidates = points.rows(drawn);
                measure.to(candidates, distances);
                int best = smallest(CandidateDistances.potentials(left, distances, trials));
                start[chosen] = candidates[best];
                for (int i = 0; i < left.length; i++) {
                    left[i] = Math.min(left[i], distances[i * trials + best]);
                }
            }
            return start;
        }

        /** Returns how many candidates compete for one place. */
        static int trials(int count) {
            return 2 + (int) Math.log(count);
        }

        /**
         * Returns for each of some uniform numbers in [0, 1), ascending, the first point whose running sum of distances
         * reaches that share of the whole.
         */
        static int[] drawn(float[] distances, double... uniforms) {
            double all = 0;
            for (float distance : distances) {
                all += distance;
            }
            double[] ascending = uniforms.clone();
            Arrays.sort(ascending);
            int[] drawn = new int[uniforms.length];
            double sum = distances[0];
            int point = 0;
            for (int i = 0; i < drawn.length; i++) {
                while (sum < ascending[i] * all && point < distances.length - 1) {
                    sum += distances[++point];
                }
                drawn[i] = point;
            }
            return drawn;
        }

        private static int smallest(double... potentials) {
            int best = 0;
            for (int c = 1; c < potentials.length; c++) {
                best = potentials[c] < potentials[best] ? c : best;
            }
            return best;
        }
    }
}
