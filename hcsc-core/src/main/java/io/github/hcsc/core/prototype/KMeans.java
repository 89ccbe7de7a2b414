package io.github.hcsc.core.prototype;

import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Lloyd's K-means with random starts, in the variant behind the method's published results.
 *
 * <p>It makes the choices of the clustering in the faiss library, so that equal seeds give equal clusters: which points are
 * kept and which start as centroids, that each start runs for a fixed number of iterations, how an empty cluster is refilled,
 * and that the start with the smallest objective in its last assignment wins.
 *
 * @param iterations assignments and updates per start
 * @param starts how many random starts are tried
 * @param maxPointsPerCentroid how many points per centroid are used at most; of more, a random subset is
 * @param progress is told of each iteration that is done
 */
public record KMeans(int iterations, int starts, int maxPointsPerCentroid, IntConsumer progress)
        implements FlatClusterer {

    private static final IntConsumer SILENT = done -> {};

    /** The published setting: 5 starts of 20 iterations, on at most 1000 points per centroid. */
    public static final KMeans PUBLISHED = new KMeans(20, 5, 1000);

    private static final long START_STRIDE = 15_486_557;

    /** Checks that all numbers are positive. */
    public KMeans {
        checkPositive("iterations", iterations);
        checkPositive("starts", starts);
        checkPositive("maxPointsPerCentroid", maxPointsPerCentroid);
    }

    /** Tells nobody of its progress. */
    public KMeans(int iterations, int starts, int maxPointsPerCentroid) {
        this(iterations, starts, maxPointsPerCentroid, SILENT);
    }

    private static void checkPositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, but was " + value);
        }
    }

    @Override
    public boolean fitsSpreadPoints() {
        return true;
    }

    /**
     * Finds centroids from random starts.
     *
     * @param previous not used
     * @param seed its low 32 bits decide which points are kept and which start
     * @return the centroids, one update newer than the assignment that their objective is of
     */
    @Override
    public Centroids fit(Points points, int count, float[][] previous, long seed) {
        points.checkEnoughFor(count);
        long most = (long) maxPointsPerCentroid * count;
        if (points.size() <= most) {
            return bestStart(points, count, seed);
        }
        int[] kept = Arrays.copyOf(MersenneTwister.permutation(points.size(), seed), (int) most);
        try (Points subset = points.subset(kept)) {
            return bestStart(subset, count, seed);
        }
    }

    private Centroids bestStart(Points points, int count, long seed) {
        if (points.size() == count) {
            return new Centroids(points.rows(), 0);
        }
        Centroids best = run(points, count, seed + 1);
        for (int start = 1; start < starts; start++) {
            Centroids found = run(points, count, seed + 1 + start * START_STRIDE);
            if (found.objective() < best.objective()) {
                best = found;
            }
        }
        return best;
    }

    private Centroids run(Points points, int count, long seed) {
        float[][] centroids = points.rows(Arrays.copyOf(MersenneTwister.permutation(points.size(), seed), count));
        MovingSearch search = points.search();
        double objective = 0;
        for (int iteration = 1; iteration <= iterations; iteration++) {
            int[] labels = search.nearest(centroids);
            if (iteration == iterations) {
                objective = points.objective(centroids, labels);
            }
            centroids = points.centroids(labels, count);
            progress.accept(1);
        }
        return new Centroids(centroids, objective);
    }
}
