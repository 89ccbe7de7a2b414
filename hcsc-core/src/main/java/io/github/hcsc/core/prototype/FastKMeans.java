package io.github.hcsc.core.prototype;

import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
        float[][] centroids = warm ? previous : KMeansPlusPlus.draw(points, count, seed);
        MovingSearch search = points.search();
        int[] labels = search.nearest(centroids);
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            centroids = points.centroids(labels, count);
            progress.accept(1);
            int[] before = labels;
            labels = search.nearest(centroids);
            if (!points.differ(labels, before)) {
                break;
            }
        }
        return new Centroids(centroids, points.objective(centroids, labels));
    }

    /**
     * Start centroids that are points far from one another, as in k-means++ (Arthur and Vassilvitskii, 2007).
     *
     * <p>A point is drawn with a probability proportional to its squared distance to the points drawn before. Points are drawn
     * in rounds, those of a round at even steps of the running sum of the distances, so that a start costs about as much as one
     * assignment.
     */
    static final class KMeansPlusPlus {
        private static final int ROUNDS = 16;

        private KMeansPlusPlus() {}

        static float[][] draw(Points points, int count, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int perRound = (count + ROUNDS - 1) / ROUNDS;
            float[] distances = new float[points.here()];
            Arrays.fill(distances, Float.MAX_VALUE);
            List<float[]> start = new ArrayList<>();
            while (start.size() < count) {
                int wanted = Math.min(perRound, count - start.size());
                float[][] drawn = points.rows(points.draw(distances, wanted, random.nextDouble()));
                start.addAll(Arrays.asList(drawn));
                shorten(distances, points.squaredDistances(drawn, points.nearest(drawn)));
            }
            return start.toArray(float[][]::new);
        }

        private static void shorten(float[] distances, float[] others) {
            for (int i = 0; i < distances.length; i++) {
                distances[i] = Math.min(distances[i], others[i]);
            }
        }
    }
}
