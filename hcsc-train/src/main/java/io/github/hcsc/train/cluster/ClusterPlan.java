package io.github.hcsc.train.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.GreedyKMeans;
import io.github.hcsc.core.prototype.Points;
import io.github.hcsc.core.prototype.RowClustering;
import io.github.hcsc.core.prototype.StreamedKMeans;
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
 * @param sample rows in memory for each node of the finest level, or for each cell where it takes two steps
 * @param passes over all rows after those of the sample
 * @param mostAtOnce the most leaves that one K-means finds
 */
public record ClusterPlan(
        long rows, int dimension, List<Integer> counts, int iterations, int sample, int passes, int mostAtOnce) {
    private static final int FEWEST_IN_SAMPLE = 64;
    private static final int START_POINTS = 32;
    private static final int BLOCK_ROWS = 65_536;
    private static final int BLOCKS = 3;
    private static final int PANEL = 48;
    private static final int TRIAL_ROWS = 8192;
    private static final int TRIAL_CENTROIDS = 256;
    private static final int TRIALS = 4;

    /** Copies the list. */
    public ClusterPlan {
        counts = List.copyOf(counts);
    }

    /** Returns whether the leaves are found in two steps: cells, then the leaves of each. */
    public boolean inTwoSteps() {
        return counts.get(0) > mostAtOnce;
    }

    private int leaves() {
        return counts.get(0);
    }

    /** Returns how many centroids are found at once among the rows. */
    private int found() {
        return inTwoSteps() ? RowClustering.cellsOf(leaves()) : leaves();
    }

    /** Returns how many rows are in memory at once. */
    public int sampled() {
        return StreamedKMeans.sample(rows, found(), dimension, sample);
    }

    /** Returns how many times all rows are read; a sample and a check of 10,000 rows may read most of them too. */
    public int reads() {
        int updates = sampled() == rows ? 0 : passes;
        int survey = 1;
        int sample = 1;
        int placing = 1;
        int similarities = 1;
        int writing = 1;
        int splitting = inTwoSteps() ? 4 : 0;
        return survey + sample + updates + placing + splitting + similarities + writing;
    }

    /** Returns the most bytes that are needed in memory. */
    public long memory() {
        long bounds = Float.BYTES * ((long) found() / PANEL + 1);
        long centroids = (long) leaves() * dimension * (3 * Float.BYTES + Double.BYTES);
        long blocks = (long) BLOCKS * Math.min(rows, BLOCK_ROWS) * dimension * Float.BYTES;
        long tree = rows * counts.size() * (3 * Integer.BYTES + Float.BYTES) + rows * Long.BYTES;
        return sampled() * ((long) dimension * Float.BYTES + bounds) + centroids + blocks + tree;
    }

    /** Returns the bytes of the tree on disk, its embeddings included. */
    public long disk() {
        long nodes = counts.stream().mapToLong(Integer::longValue).sum();
        return (rows + nodes) * dimension * Float.BYTES + rows * counts.size() * (Long.BYTES + Float.BYTES);
    }

    /** Returns the bytes on disk that are needed while it works. */
    public long scratch() {
        return inTwoSteps() ? rows * dimension * Float.BYTES : 0;
    }

    /**
     * Returns this plan with as large a sample as fits.
     *
     * @param bytes of memory
     * @throws IllegalArgumentException if even the smallest does not fit
     */
    public ClusterPlan within(long bytes) {
        ClusterPlan plan = this;
        while (plan.memory() > bytes && plan.sample > FEWEST_IN_SAMPLE) {
            plan = new ClusterPlan(
                    rows,
                    dimension,
                    counts,
                    iterations,
                    Math.max(FEWEST_IN_SAMPLE, plan.sample / 2),
                    passes,
                    mostAtOnce);
        }
        if (plan.memory() > bytes) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d rows of %d values and levels of %s nodes must fit into memory, %.0f MB, but there are %.0f MB"
                            + " for them",
                    rows,
                    dimension,
                    counts,
                    plan.memory() / 1e6,
                    bytes / 1e6));
        }
        return plan;
    }

    /** Returns the multiplications and additions of all levels, if none settles early and nothing can be passed over. */
    double operations() {
        double all = (double) rows;
        double sum = kmeans(sampled(), found()) + (passes + 1.0) * product(all, found());
        if (inTwoSteps()) {
            sum += kmeans(all, leaves() / found()) + 2 * product(all, found());
        }
        double points = leaves();
        for (int count : counts.subList(1, counts.size())) {
            sum += kmeans(points, count);
            points = count;
        }
        return sum;
    }

    private double kmeans(double points, int count) {
        double start = count > GreedyKMeans.MOST_CENTROIDS
                ? 0
                : product(Math.min(points, (double) START_POINTS * count), count) * (2 + Math.log(count));
        return start + product(points, count) * (iterations + 1);
    }

    private double product(double points, int count) {
        return 2 * points * count * dimension;
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
        return operations() / (product(TRIAL_ROWS, TRIAL_CENTROIDS) / fastest) / 3600;
    }

    /** The sizes as a sentence. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d rows of %d values into levels of %s nodes%s; a sample of %d rows, %d reads of all; %.1f MB in memory,"
                        + " %.1f MB on disk and %.1f MB more while it works",
                rows,
                dimension,
                counts,
                inTwoSteps() ? ", the finest in two steps" : "",
                sampled(),
                reads(),
                memory() / 1e6,
                disk() / 1e6,
                scratch() / 1e6);
    }
}
