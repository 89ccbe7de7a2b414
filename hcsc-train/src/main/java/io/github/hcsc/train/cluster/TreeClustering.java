package io.github.hcsc.train.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.RowClustering;
import io.github.hcsc.core.prototype.RowLevel;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.prototype.Stages;
import io.github.hcsc.core.prototype.StreamedKMeans;
import io.github.hcsc.core.torch.Autograd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Clusters rows level by level: the finest level reads the rows block by block, those above are of its centroids.
 *
 * @param plan the sizes
 * @param algorithm finds centroids in memory
 * @param seed decides all that is random
 */
public record TreeClustering(ClusterPlan plan, FlatClusterer algorithm, long seed) {
    private static final float TEMPERATURE = 0.2f;

    /**
     * Clusters the rows into the finest level.
     *
     * @param rows of unit length
     * @param scratch a file to copy rows into where it takes two steps
     * @throws IOException if rows cannot be read or a stage cannot be kept
     */
    public RowLevel leaves(RowSource rows, NDManager manager, Collectives group, Stages stages, Path scratch)
            throws IOException {
        StreamedKMeans kmeans = new StreamedKMeans(algorithm, plan.sample(), plan.passes());
        RowClustering clustering = new RowClustering(
                kmeans, plan.mostAtOnce(), seed * plan.counts().size(), TEMPERATURE, group, stages, scratch);
        return clustering.cluster(rows, plan.counts().get(0), manager);
    }

    /** Clusters the leaves into the levels above; none if there is one level alone. The caller closes them. */
    public PrototypeHierarchy above(RowLevel leaves, NDManager manager) {
        List<Integer> counts = plan.counts().subList(1, plan.counts().size());
        if (counts.isEmpty()) {
            return PrototypeHierarchy.NONE;
        }
        FlatClusterer seeded = (points, count, previous, level) -> algorithm.fit(
                points, count, previous, level + 1 + seed * plan.counts().size());
        try (NDArray prototypes = manager.create(leaves.prototypes())) {
            return Autograd.paused(() -> new HierarchicalKMeans(
                            counts, seeded, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL, TEMPERATURE)
                    .cluster(prototypes, PrototypeHierarchy.NONE, 0));
        }
    }
}
