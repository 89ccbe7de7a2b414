package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hierarchy of prototypes.
 *
 * @param counts prototypes per level, finest first, none larger than the level before; empty for none, which is MoCo v2
 * @param firstClusteringEpoch epochs trained without prototypes (the reference's {@code warmup-epoch})
 * @param assignment how an image finds its prototype
 * @param minimumClusterSize members below which a cluster is no prototype; 0 keeps all, empty ones too
 * @param features what is clustered; {@code extracted} if a file does not say
 * @param kmeans the clustering itself
 */
public record PrototypesConfig(
        List<Integer> counts,
        int firstClusteringEpoch,
        Assignment assignment,
        int minimumClusterSize,
        Features features,
        KMeans kmeans) {

    /** How an image finds its prototype. */
    public enum Assignment {
        /** By distance to the centroid before it is normalised, as released. */
        @JsonProperty("euclidean")
        EUCLIDEAN,
        /** By cosine similarity to the prototype itself. */
        @JsonProperty("cosine")
        COSINE
    }

    /** What is clustered. */
    public enum Features {
        /** Every image's fixed view, embedded by the key encoder as it is before the epoch: as released. */
        @JsonProperty("extracted")
        EXTRACTED,
        /** Every image's latest key, as it was embedded during the epoch before: no second pass over the images. */
        @JsonProperty("gathered")
        GATHERED
    }

    /**
     * K-means, run once per epoch and level.
     *
     * @param mode the algorithm
     * @param iterations updates per attempt, at most in fast mode
     * @param redos attempts, of which the best is kept
     * @param maxPointsPerCentroid points beyond this many per centroid are left out of the training of centroids
     * @param seeds whether every epoch starts from the same rows
     */
    public record KMeans(Mode mode, int iterations, int redos, int maxPointsPerCentroid, Seeds seeds) {
        /** Checks every value. */
        public KMeans {
            Require.atLeast(1, "iterations", iterations);
            Require.atLeast(1, "redos", redos);
            Require.atLeast(1, "maxPointsPerCentroid", maxPointsPerCentroid);
        }
    }

    /** The clustering algorithm. */
    public enum Mode {
        /** The published algorithm, operation by operation. */
        @JsonProperty("faithful")
        FAITHFUL,
        /** Better starting points, stopping when nothing moves. */
        @JsonProperty("fast")
        FAST
    }

    /** Where the seeds of the clustering come from. */
    public enum Seeds {
        /** The level alone, as released. */
        @JsonProperty("fixed")
        FIXED,
        /** The epoch and the level. */
        @JsonProperty("per-epoch")
        PER_EPOCH
    }

    /** Checks every value. */
    public PrototypesConfig {
        counts = List.copyOf(counts);
        Require.that(counts.stream().allMatch(count -> count >= 2), "counts", "each be at least 2", counts);
        Require.that(neverGrow(counts), "counts", "not grow from the finest level to the coarsest", counts);
        Require.atLeast(0, "firstClusteringEpoch", firstClusteringEpoch);
        Require.atLeast(0, "minimumClusterSize", minimumClusterSize);
    }

    /** Returns whether the keys of an epoch are kept, to be clustered before the next one. */
    public boolean gathersKeys() {
        return features == Features.GATHERED && !counts.isEmpty();
    }

    private static boolean neverGrow(List<Integer> counts) {
        return IntStream.range(1, counts.size()).allMatch(level -> counts.get(level) <= counts.get(level - 1));
    }
}
