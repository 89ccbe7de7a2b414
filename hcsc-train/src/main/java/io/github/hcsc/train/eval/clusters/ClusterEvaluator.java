package io.github.hcsc.train.eval.clusters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.Autograd;
import java.util.Arrays;
import java.util.List;

/**
 * Clusters features by the hierarchical K-means of the pretraining and compares each level with the classes.
 *
 * @param clusterer makes the levels
 * @param seed decides the random starts; the published one is 0
 */
public record ClusterEvaluator(HierarchicalKMeans clusterer, int seed) {
    private static final float TEMPERATURE = 0.2f; // sets the densities, which play no part here

    /**
     * Describes the clustering as released.
     *
     * @param counts clusters of each level, finest first
     * @param algorithm finds the clusters of one level; published are 5 starts of 20 iterations
     * @param seed decides the random starts; 0 gives those of the released code
     * @throws IllegalArgumentException if levels grow
     */
    public static ClusterEvaluator of(List<Integer> counts, KMeans algorithm, int seed) {
        HierarchicalKMeans clusterer = new HierarchicalKMeans(
                counts, algorithm, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL_AND_EPOCH, TEMPERATURE);
        return new ClusterEvaluator(clusterer, seed);
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
        int finest = clusterer.prototypes().get(0);
        if (finest > features.size(0)) {
            throw new IllegalArgumentException(
                    "clusters must not be more than the " + features.size(0) + " images, but were " + finest);
        }
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray unit = Autograd.paused(() -> features.normalize(2, 1, 1e-12));
            unit.attach(scope);
            PrototypeHierarchy hierarchy =
                    Autograd.paused(() -> clusterer.cluster(unit, PrototypeHierarchy.NONE, seed));
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
