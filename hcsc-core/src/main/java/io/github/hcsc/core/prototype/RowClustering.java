package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Clusters rows that need not be in memory.
 *
 * @param kmeans finds centroids
 * @param mostAtOnce so many centroids are found by one K-means at most; more by cells and then by leaves of each
 * @param seed decides all that is random
 * @param temperature the mean density
 * @param group the processes, which all read the same rows
 * @param stages of this process
 * @param scratch a file for a copy of the rows, which all processes write; made where it takes two steps
 */
public record RowClustering(
        StreamedKMeans kmeans,
        int mostAtOnce,
        long seed,
        float temperature,
        Collectives group,
        Stages stages,
        Path scratch) {

    private static final int CELLS = 4096;
    private static final int NEAR = 4;
    private static final int CHECKED = 10_000;

    /**
     * Clusters rows.
     *
     * @param rows of unit length, fewer than 2^31
     * @param count the number of prototypes
     * @param manager on whose device the search runs
     * @throws IOException if rows cannot be read or a stage cannot be kept
     */
    public RowLevel cluster(RowSource rows, int count, NDManager manager) throws IOException {
        AssignKernel.Factory kernels = SearchKernel.fastestFor(manager).on(manager);
        RowPasses passes = new RowPasses(rows, kernels, Points::nearest, group, stages);
        if (count <= mostAtOnce) {
            float[][] centroids = kmeans.fit(passes, count, seed);
            return level(centroids, passes.placed("labels", centroids), 0);
        }
        TwoStepKMeans.Found found = new TwoStepKMeans(kmeans, cellsOf(count), NEAR).fit(passes, count, seed, scratch);
        RowPasses.Placed placed = passes.by(found.search()).placed("labels", found.leaves());
        return level(found.leaves(), placed, nearerElsewhere(passes, found.leaves(), placed.labels()));
    }

    /** Returns how many cells so many leaves are found in, where it takes two steps. */
    public static int cellsOf(int leaves) {
        return Math.min(CELLS, Math.max(1, leaves / 2));
    }

    private RowLevel level(float[][] centroids, RowPasses.Placed placed, double nearerElsewhere) {
        float[] density = Density.of(placed.extents(), temperature);
        return new RowLevel(Geometry.units(centroids), density, placed.labels(), nearerElsewhere);
    }

    private double nearerElsewhere(RowPasses passes, float[][] centroids, int... labels) throws IOException {
        RowSource rows = passes.rows();
        long[] some = RowSample.positions(rows.count(), CHECKED, seed);
        float[] values = RowSample.read(rows, some);
        try (Points points = Points.of(values, rows.dimension(), passes.kernels())) {
            int[] nearest = points.nearest(centroids);
            long elsewhere = IntStream.range(0, some.length)
                    .filter(i -> nearest[i] != labels[(int) some[i]])
                    .count();
            return (double) elsewhere / some.length;
        }
    }
}
