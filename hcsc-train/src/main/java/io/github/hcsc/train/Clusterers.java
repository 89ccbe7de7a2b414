package io.github.hcsc.train;

import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.PrototypesConfig;
import java.util.function.IntConsumer;

/** The clusterer that a configuration names. */
final class Clusterers {

    private static final Clusterer NONE = (embeddings, previous, epoch) -> PrototypeHierarchy.NONE;

    private Clusterers() {}

    static Clusterer of(PretrainConfig config, Cancellation cancellation) {
        PrototypesConfig prototypes = config.prototypes();
        if (prototypes.counts().isEmpty()) {
            return NONE;
        }
        AssignmentRule rule =
                switch (prototypes.assignment()) {
                    case EUCLIDEAN -> AssignmentRule.NEAREST_CENTROID;
                    case COSINE -> AssignmentRule.MOST_SIMILAR_PROTOTYPE;
                };
        SeedPolicy seeds =
                switch (prototypes.kmeans().seeds()) {
                    case FIXED -> SeedPolicy.LEVEL;
                    case PER_EPOCH -> SeedPolicy.LEVEL_AND_EPOCH;
                };
        return new HierarchicalKMeans(
                prototypes.counts(),
                algorithm(prototypes.kmeans(), done -> cancellation.check()),
                rule,
                prototypes.minimumClusterSize(),
                seeds,
                (float) config.objective().temperature());
    }

    private static FlatClusterer algorithm(PrototypesConfig.KMeans config, IntConsumer progress) {
        return switch (config.mode()) {
            case FAITHFUL -> new KMeans(config.iterations(), config.redos(), config.maxPointsPerCentroid(), progress);
            case FAST -> new FastKMeans(config.iterations(), progress);
        };
    }
}
