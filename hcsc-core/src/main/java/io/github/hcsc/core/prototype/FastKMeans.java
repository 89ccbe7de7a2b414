package io.github.hcsc.core.prototype;

import java.util.function.IntConsumer;

/**
 * Lloyd's K-means from one good start, until no point changes its cluster.
 *
 * <p>It starts from the previous centroids, or from points that are far from one another where there are none of that number
 * and dimension. Beside {@link KMeans} it takes a fraction of the work for an objective that is as small.
 *
 * @param maxIterations updates at most
 * @param progress is told of each update that is done
 */
public record FastKMeans(int maxIterations, IntConsumer progress) implements FlatClusterer {

    /** The usual setting: at most 20 updates. */
    public static final FastKMeans DEFAULT = new FastKMeans(20);

    /** Checks that the number is positive. */
    public FastKMeans {
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations must be positive, but was " + maxIterations);
        }
    }

    /** Tells nobody of its progress. */
    public FastKMeans(int maxIterations) {
        this(maxIterations, done -> {});
    }

    @Override
    public boolean fitsSpreadPoints() {
        return true;
    }

    /**
     * Finds centroids.
     *
     * @return the centroids with the objective of the points' assignment to them
     */
    @Override
    public Centroids fit(Points points, int count, float[][] previous, long seed) {
        points.checkEnoughFor(count);
        if (points.size() == count) {
            return new Centroids(points.rows(), 0);
        }
        boolean warm = previous.length == count && previous[0].length == points.dimension();
        float[][] centroids = warm ? previous : SpreadStart.draw(points, count, seed);
        MovingSearch search = points.search();
        int[] labels = search.nearest(centroids);
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            centroids = Lloyd.update(points, labels, count);
            progress.accept(1);
            int[] before = labels;
            labels = search.nearest(centroids);
            if (!points.differ(labels, before)) {
                break;
            }
        }
        return new Centroids(centroids, points.objective(centroids, labels));
    }
}
