package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points to be clustered, held where their nearest centroids are found fastest.
 *
 * <p>On a CPU the search runs on the common {@link java.util.concurrent.ForkJoinPool}, or on the pool of the task that
 * calls it. Results do not depend on the number of threads.
 */
public final class Points implements AutoCloseable {
    private static final int COPIED_VALUES = 1 << 22;

    private final float[] values;
    private final int dimension;
    private final AssignKernel.Factory kernels;
    private final AssignKernel kernel;

    private Points(float[] values, int dimension, AssignKernel.Factory kernels) {
        this.values = values;
        this.dimension = dimension;
        this.kernels = kernels;
        this.kernel = kernels.open(values, dimension);
    }

    /**
     * Copies points.
     *
     * @param points float32 {@code [n, d]}, finite, of at most 2^31 values; left unchanged, and its manager left open
     *     until these points are closed
     * @return the points, to be closed
     */
    public static Points of(NDArray points) {
        return of(points, Kernels.fastestFor(points.getManager()));
    }

    static Points of(NDArray points, AssignKernel.Factory kernels) {
        if (points.getShape().dimension() != 2 || points.getDataType() != DataType.FLOAT32 || points.isEmpty()) {
            throw new IllegalArgumentException(
                    "points must be float32 [n, d] and not empty, but was " + PrototypeLevel.described(points));
        }
        return of(copied(points), Math.toIntExact(points.size(1)), kernels);
    }

    static Points of(float[] values, int dimension, AssignKernel.Factory kernels) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("points must be finite, but was " + values[i] + " in row "
                        + i / dimension + ", column " + i % dimension);
            }
        }
        return new Points(values, dimension, kernels);
    }

    static Points of(float[][] rows, AssignKernel.Factory kernels) {
        int dimension = rows[0].length;
        float[] values = new float[rows.length * dimension];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * dimension, dimension);
        }
        return of(values, dimension, kernels);
    }

    private static float[] copied(NDArray points) {
        long n = points.size(0);
        long dimension = points.size(1);
        if (n * dimension > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("points must have at most 2^31 values, but was " + points.getShape()
                    + ": cluster a subset of the rows");
        }
        float[] values = new float[(int) (n * dimension)];
        long rows = Math.max(1, COPIED_VALUES / dimension);
        for (long from = 0; from < n; from += rows) {
            long to = Math.min(n, from + rows);
            try (NDArray some = points.get(new NDIndex().addSliceDim(from, to))) {
                float[] part = some.toFloatArray();
                System.arraycopy(part, 0, values, (int) (from * dimension), part.length);
            }
        }
        return values;
    }

    /** Returns n, the number of points. */
    public int size() {
        return values.length / dimension;
    }

    /** Returns d, the number of values of a point. */
    public int dimension() {
        return dimension;
    }

    /**
     * Finds the nearest centroid of each point.
     *
     * @param centroids rows of d values
     * @return for each point the position of its nearest centroid, the lowest of those at the same distance
     */
    public int[] nearest(float[][] centroids) {
        return kernel.nearest(centroids);
    }

    /**
     * Measures how far the points are from their centroids.
     *
     * @param centroids rows of d values
     * @param labels for each point the position of its centroid
     * @return for each point the squared Euclidean distance to its centroid
     */
    public float[] squaredDistances(float[][] centroids, int[] labels) {
        float[] distances = new float[size()];
        IntStream.range(0, distances.length)
                .parallel()
                .forEach(i -> distances[i] = (float) squaredDistance(i, centroids[labels[i]]));
        return distances;
    }

    private double squaredDistance(int point, float[] centroid) {
        int at = point * dimension;
        double sum = 0;
        for (int j = 0; j < dimension; j++) {
            double difference = (double) values[at + j] - centroid[j];
            sum += difference * difference;
        }
        return sum;
    }

    /** Returns the sum of the squared distances of the points to their centroids. */
    public double objective(float[][] centroids, int[] labels) {
        double sum = 0;
        for (float distance : squaredDistances(centroids, labels)) {
            sum += distance;
        }
        return sum;
    }

    /** Checks that clusters of these points can have centroids of their own. */
    void checkEnoughFor(int centroids) {
        if (centroids < 1 || centroids > size()) {
            throw new IllegalArgumentException("the number of centroids must be from 1 to " + size()
                    + ", the number of points, but was " + centroids);
        }
    }

    /** Returns a copy of all points. */
    float[][] rows() {
        return IntStream.range(0, size()).mapToObj(this::row).toArray(float[][]::new);
    }

    /** Returns a copy of a point. */
    public float[] row(int point) {
        return Arrays.copyOfRange(values, point * dimension, (point + 1) * dimension);
    }

    /** Returns some of these points as points of their own, to be closed. */
    Points subset(int[] ids) {
        float[] some = new float[ids.length * dimension];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(values, ids[i] * dimension, some, i * dimension, dimension);
        }
        return new Points(some, dimension, kernels);
    }

    /** Adds a point to a sum, in float32. */
    public void addTo(float[] sum, int point) {
        int at = point * dimension;
        for (int j = 0; j < dimension; j++) {
            sum[j] += values[at + j];
        }
    }

    /** Frees what the search holds beside the points. */
    @Override
    public void close() {
        kernel.close();
    }
}
