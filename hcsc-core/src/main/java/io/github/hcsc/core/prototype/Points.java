package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.prototype.AssignKernel.MovingSearch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points to be clustered, held where their nearest centroids are found fastest, by one process or spread over several.
 *
 * <p>Of spread points each process holds some rows, and results per point are of those alone; the number of points, sums
 * and single rows are those of all. On a CPU the search runs on the common {@link java.util.concurrent.ForkJoinPool}, or on
 * the pool of the task that calls it. Results do not depend on the number of threads.
 */
public final class Points implements AutoCloseable {
    private static final int COPIED_VALUES = 1 << 22;

    private final float[] values;
    private final int dimension;
    private final int[] positions; // of the rows here among all points, ascending
    private final int total;
    private final Collectives group;
    private final AssignKernel.Factory kernels;
    private final AssignKernel kernel;

    private Points(
            float[] values,
            int dimension,
            int[] positions,
            int total,
            Collectives group,
            AssignKernel.Factory kernels) {
        this.values = values;
        this.dimension = dimension;
        this.positions = positions;
        this.total = total;
        this.group = group;
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
        return of(points, SearchKernel.fastestFor(points.getManager()));
    }

    /** Copies points as {@link #of(NDArray)} does, to be searched by a given kernel. */
    public static Points of(NDArray points, SearchKernel kernel) {
        return of(points, Collectives.single(), kernel.on(points.getManager()));
    }

    /**
     * Copies the rows of this process of points that are spread over several.
     *
     * @param points float32 {@code [n, d]}, the rows of all processes following one another in the order of their ranks
     */
    static Points of(NDArray points, Collectives group, AssignKernel.Factory kernels) {
        if (points.getShape().dimension() != 2 || points.getDataType() != DataType.FLOAT32 || points.isEmpty()) {
            throw new IllegalArgumentException(
                    "points must be float32 [n, d] and not empty, but was " + PrototypeLevel.described(points));
        }
        return of(copied(points), Math.toIntExact(points.size(1)), group, kernels);
    }

    /** Takes rows that follow one another, which are not copied. */
    static Points of(float[] values, int dimension, AssignKernel.Factory kernels) {
        return of(values, dimension, Collectives.single(), kernels);
    }

    private static Points of(float[] values, int dimension, Collectives group, AssignKernel.Factory kernels) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("points must be finite, but was " + values[i] + " in row "
                        + i / dimension + ", column " + i % dimension);
            }
        }
        int[] sizes = group.allGather(new int[] {values.length / dimension});
        int before = Arrays.stream(sizes).limit(group.rank()).sum();
        int[] positions = IntStream.range(before, before + sizes[group.rank()]).toArray();
        int total = Arrays.stream(sizes).reduce(0, Math::addExact);
        return new Points(values, dimension, positions, total, group, kernels);
    }

    static Points of(float[][] rows, AssignKernel.Factory kernels) {
        return of(rows, Collectives.single(), kernels);
    }

    /** Spreads points that every process knows. */
    static Points of(float[][] rows, Collectives group, AssignKernel.Factory kernels) {
        int dimension = rows[0].length;
        Shard own = Shard.of(group, rows.length);
        float[] values = new float[own.size() * dimension];
        for (int i = 0; i < own.size(); i++) {
            System.arraycopy(rows[own.from() + i], 0, values, i * dimension, dimension);
        }
        return of(values, dimension, group, kernels);
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

    /** Returns n, the number of points, over all processes. */
    public int size() {
        return total;
    }

    /** Returns d, the number of values of a point. */
    public int dimension() {
        return dimension;
    }

    /**
     * Finds the nearest centroid of each point of this process.
     *
     * @param centroids rows of d values
     * @return for each point the position of its nearest centroid, the lowest of those at the same distance
     */
    public int[] nearest(float[][] centroids) {
        return kernel.nearest(centroids);
    }

    /** Opens a measure of distances to a few candidates, of the points of this process. */
    CandidateDistances candidateDistances() {
        return new CandidateDistances(values, dimension);
    }

    /** Returns for each point of this process the few nearest centroids, nearest first: {@code [n, few]}. */
    int[] fewNearest(float[][] centroids, int few) {
        return new FewNearest(values, dimension, few).among(centroids);
    }

    /** Opens a search for the nearest of centroids that move a little from call to call. */
    MovingSearch search() {
        return kernel.search();
    }

    /**
     * Measures how far the points of this process are from their centroids.
     *
     * @param centroids rows of d values
     * @param labels for each point the position of its centroid
     * @return for each point the squared Euclidean distance to its centroid
     */
    public float[] squaredDistances(float[][] centroids, int[] labels) {
        float[] distances = new float[positions.length];
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
        double[] sum = new double[1];
        for (float distance : squaredDistances(centroids, labels)) {
            sum[0] += distance;
        }
        group.allReduceSum(sum);
        return sum[0];
    }

    /** Returns the means of clusters, with empty clusters refilled: the same in every process. */
    float[][] centroids(int[] labels, int count) {
        Clusters clusters = clusters(labels, count);
        float[][] centroids = clusters.means();
        EmptyClusters.repair(centroids, clusters.sizes(), size());
        return centroids;
    }

    private Clusters clusters(int[] labels, int count) {
        Members members = Members.of(labels, count);
        double[] sums = members.sums(this);
        long[] sizes = members.sizes();
        group.allReduceSum(sums);
        group.allReduceSum(sizes);
        return new Clusters(sizes, sums);
    }

    /** Returns the sum of the distances of each cluster's points to its centroid, and its size. */
    Clusters extents(float[][] centroids, int[] labels) {
        Members members = Members.of(labels, centroids.length);
        double[] sums = members.sumsOfRoots(squaredDistances(centroids, labels));
        long[] sizes = members.sizes();
        group.allReduceSum(sums);
        group.allReduceSum(sizes);
        return new Clusters(sizes, sums);
    }

    /** Returns whether labels differ from earlier ones at any point. */
    boolean differ(int[] labels, int[] before) {
        long[] processes = {Arrays.equals(labels, before) ? 0 : 1};
        group.allReduceSum(processes);
        return processes[0] > 0;
    }

    /** Returns the labels of all points, where the processes hold them one after the other. */
    int[] ofAll(int[] labels) {
        return group.allGather(labels);
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
        return rows(IntStream.range(0, size()).toArray());
    }

    /** Returns a copy of a point of this process. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
    }

    /** Returns copies of points, wherever they are. */
    float[][] rows(int... points) {
        double[] found = new double[points.length * dimension];
        for (int i = 0; i < points.length; i++) {
            int row = Arrays.binarySearch(positions, points[i]);
            for (int j = 0; row >= 0 && j < dimension; j++) {
                found[i * dimension + j] = values[row * dimension + j];
            }
        }
        group.allReduceSum(found);
        float[][] rows = new float[points.length][dimension];
        for (int i = 0; i < found.length; i++) {
            rows[i / dimension][i % dimension] = (float) found[i];
        }
        return rows;
    }

    /**
     * Draws points: the first whose running sum of weights, over all points in order, exceeds each of some thresholds.
     *
     * @param weights of the points of this process, not negative
     * @param thresholds how many; they lie at even steps of the sum over all points
     * @param offset where in a step they lie, in [0, 1)
     * @return different points in order, no more than there are thresholds
     */
    int[] draw(float[] weights, int thresholds, double offset) {
        double[] sums = new double[group.size()];
        for (float weight : weights) {
            sums[group.rank()] += weight;
        }
        group.allReduceSum(sums);
        double all = Arrays.stream(sums).sum();
        if (all == 0) {
            return IntStream.range(0, thresholds).toArray();
        }
        double step = all / thresholds;
        double sum = Arrays.stream(sums).limit(group.rank()).sum();
        int[] drawn = new int[thresholds];
        int count = 0;
        double passed = Math.ceil(sum / step - offset);
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            double reached = Math.min(thresholds, Math.ceil(sum / step - offset));
            if (reached > passed) {
                drawn[count++] = positions[i];
                passed = reached;
            }
        }
        return group.allGather(Arrays.copyOf(drawn, count));
    }

    /** Returns the number of points in this process. */
    int here() {
        return positions.length;
    }

    /** Returns some of these points, in the given order, as points of their own, to be closed. */
    Points subset(int[] points) {
        int[] rows = Arrays.stream(points)
                .map(point -> Arrays.binarySearch(positions, point))
                .toArray();
        int[] places = IntStream.range(0, points.length)
                .filter(place -> rows[place] >= 0)
                .toArray();
        float[] some = new float[places.length * dimension];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(values, rows[places[i]] * dimension, some, i * dimension, dimension);
        }
        return new Points(some, dimension, places, points.length, group, kernels);
    }

    /** Adds a row of this process to a sum, in float32. */
    public void addTo(float[] sum, int row) {
        int at = row * dimension;
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
