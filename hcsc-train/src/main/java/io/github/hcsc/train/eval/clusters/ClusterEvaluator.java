package io.github.hcsc.train.eval.clusters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.Autograd;
import java.util.Arrays;
import java.util.List;

/**
 * Clusters features by the hierarchical K-means of the pretraining and compares each level with the classes.
 *
 * @param counts clusters of each level, finest first
 */
public record ClusterEvaluator(List<Integer> counts) {
    private static final float TEMPERATURE = 0.2f; // sets the densities, which play no part here

    /** Checks that levels do not grow. */
    public ClusterEvaluator {
        counts = List.copyOf(counts);
        HierarchicalKMeans.released(counts, TEMPERATURE);
    }

    /**
     * Clusters and compares.
     *
     * @param features {@code [n, d]}; they are scaled to unit length
     * @param classes the class of each
     * @return one result per level, finest first
     * @throws IllegalArgumentException if there are fewer features than clusters, or not as many as classes
     */
    public List<ClusterAgreement> evaluate(NDArray features, int[] classes) {
        if (counts.get(0) > features.size(0)) {
            throw new IllegalArgumentException(
                    "clusters must not be more than the " + features.size(0) + " images, but were " + counts.get(0));
        }
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray unit = Autograd.paused(() -> features.normalize(2, 1, 1e-12));
            unit.attach(scope);
            PrototypeHierarchy hierarchy = Autograd.paused(
                    () -> HierarchicalKMeans.released(counts, TEMPERATURE).cluster(unit, PrototypeHierarchy.NONE, 0));
            return hierarchy.levels().stream()
                    .map(PrototypeLevel::assignments)
                    .map(assignments -> of(assignments.toLongArray(), classes))
                    .toList();
        }
    }

    static ClusterAgreement of(long[] assignments, int[] classes) {
        return ClusterAgreement.of(
                Arrays.stream(assignments).mapToInt(Math::toIntExact).toArray(), classes);
    }
}
