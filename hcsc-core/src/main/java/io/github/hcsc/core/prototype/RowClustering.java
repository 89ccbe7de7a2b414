package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import java.io.IOException;

/**
 * Clusters rows that need not be in memory.
 *
 * @param kmeans finds centroids
 * @param seed decides all that is random
 * @param temperature the mean density
 * @param group the processes, which all read the same rows
 * @param stages of this process
 */
public record RowClustering(StreamedKMeans kmeans, long seed, float temperature, Collectives group, Stages stages) {

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
        float[][] centroids = kmeans.fit(passes, count, seed);
        RowPasses.Placed placed = passes.placed("labels", centroids);
        return new RowLevel(Geometry.units(centroids), Density.of(placed.extents(), temperature), placed.labels());
    }
}
