package io.github.hcsc.train.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.Points;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What clustering will take.
 *
 * @param rows to be clustered
 * @param dimension values of a row
 * @param counts nodes of each level, finest first
 * @param iterations updates of a level at most
 */
public record ClusterPlan(long rows, int dimension, List<Integer> counts, int iterations) {
    /** The rows as read, as a tensor, as points of K-means, and as they are saved. */
    private static final int COPIES = 4;

    private static final int START_POINTS = 32;
    private static final int TRIAL_ROWS = 8192;
    private static final int TRIAL_CENTROIDS = 256;
    private static final int TRIALS = 4;

    /** Copies the list. */
    public ClusterPlan {
        counts = List.copyOf(counts);
    }

    /** Returns the most bytes that rows and centroids take in memory. */
    public long memory() {
        return COPIES * rows * dimension * Float.BYTES + 2L * counts.get(0) * dimension * Float.BYTES;
    }

    /** Returns the bytes of the tree on disk, its embeddings included. */
    public long disk() {
        long nodes = counts.stream().mapToLong(Integer::longValue).sum();
        return (rows + nodes) * dimension * Float.BYTES + rows * counts.size() * (Long.BYTES + Float.BYTES);
    }

    /** Returns the multiplications and additions of all levels, if none settles early and nothing can be passed over. */
    double operations() {
        double sum = 0;
        double points = (double) rows;
        for (int count : counts) {
            sum += 2.0 * points * count * dimension * (iterations + 2);
            if (count <= GreedyKMeans.MOST_CENTROIDS) {
                sum += 2.0
                        * Math.min(points, (double) START_POINTS * count)
                        * count
                        * dimension
                        * (2 + Math.log(count));
            }
            points = count;
        }
        return sum;
    }

    /**
     * Estimates the hours at most, by a moment of K-means on this machine.
     *
     * @param manager whose device is to cluster
     */
    public double hours(NDManager manager) {
        Random random = new Random(0);
        float[] values = new float[TRIAL_ROWS * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        double fastest = Double.POSITIVE_INFINITY;
        try (NDArray tensor = manager.create(values, new Shape(TRIAL_ROWS, dimension));
                Points points = Points.of(tensor)) {
            float[][] centroids =
                    IntStream.range(0, TRIAL_CENTROIDS).mapToObj(points::row).toArray(float[][]::new);
            for (int trial = 0; trial < TRIALS; trial++) {
                long start = System.nanoTime();
                points.nearest(centroids);
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
        }
        double rate = 2.0 * TRIAL_ROWS * TRIAL_CENTROIDS * dimension / fastest;
        return operations() / rate / 3600;
    }

    /** The sizes as a sentence. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d rows of %d values into levels of %s nodes; %.1f MB in memory, %.1f MB on disk",
                rows,
                dimension,
                counts,
                memory() / 1e6,
                disk() / 1e6);
    }
}
