package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prototypes by K-means over the embeddings, then by K-means over the prototypes below, level by level.
 *
 * <p>Prototypes are the centroids scaled to unit length. A level above the first clusters the prototypes below, each with
 * weight one however many images it has; an image's prototype there is the parent of its prototype below.
 *
 * @param prototypes how many prototypes each level has, finest first, never more than the level before
 * @param algorithm finds the centroids of one level
 * @param rule which prototype a point gets
 * @param minImages prototypes of fewer images are dropped and their points given to the next best; 0 keeps all, as the
 *     released code does, where the paper speaks of 10
 * @param seeds how random starts vary
 * @param temperature the mean density of a level
 * @see <a href="https://arxiv.org/abs/2202.00455">HCSC, section 3.2</a>
 */
public record HierarchicalKMeans(
        List<Integer> prototypes,
        FlatClusterer algorithm,
        AssignmentRule rule,
        int minImages,
        SeedPolicy seeds,
        float temperature)
        implements Clusterer {

    /** Checks that levels do not grow and that numbers are in range. */
    public HierarchicalKMeans {
        prototypes = List.copyOf(prototypes);
        if (prototypes.isEmpty()) {
            throw new IllegalArgumentException("prototypes must have a level, but was empty");
        }
        for (int l = 0; l < prototypes.size(); l++) {
            int most = l == 0 ? Integer.MAX_VALUE : prototypes.get(l - 1);
            if (prototypes.get(l) < 1 || prototypes.get(l) > most) {
                throw new IllegalArgumentException(
                        "prototypes must be positive and not grow from level to level, but was " + prototypes);
            }
        }
        if (minImages < 0) {
            throw new IllegalArgumentException("minImages must not be negative, but was " + minImages);
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be positive, but was " + temperature);
        }
    }

    /**
     * The clustering as released with the paper.
     *
     * @param prototypes how many prototypes each level has, finest first
     * @param temperature the mean density of a level
     * @return the clusterer
     */
    public static HierarchicalKMeans released(List<Integer> prototypes, float temperature) {
        return new HierarchicalKMeans(
                prototypes, KMeans.PUBLISHED, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL, temperature);
    }

    /**
     * The clustering as released but for its algorithm, which starts from the previous epoch's prototypes and stops early.
     *
     * @param prototypes how many prototypes each level has, finest first
     * @param temperature the mean density of a level
     * @return the clusterer
     */
    public static HierarchicalKMeans fast(List<Integer> prototypes, float temperature) {
        return new HierarchicalKMeans(
                prototypes, FastKMeans.DEFAULT, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL, temperature);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there are fewer embeddings than prototypes, a value is not finite, or every
     *     cluster of a level has too few images
     */
    @Override
    public PrototypeHierarchy cluster(NDArray embeddings, PrototypeHierarchy previous, int epoch) {
        return cluster(embeddings, previous, epoch, Collectives.single(), fastestFor(embeddings));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Rows stay where they are, and only sums, sizes and labels travel, if the algorithm can work so.
     */
    @Override
    public PrototypeHierarchy cluster(NDArray embeddings, PrototypeHierarchy previous, int epoch, Collectives group) {
        if (!algorithm.fitsSpreadPoints()) {
            return Clusterer.super.cluster(embeddings, previous, epoch, group);
        }
        return cluster(embeddings, previous, epoch, group, fastestFor(embeddings));
    }

    private static AssignKernel.Factory fastestFor(NDArray embeddings) {
        NDManager manager = embeddings.getManager();
        return SearchKernel.fastestFor(manager).on(manager);
    }

    PrototypeHierarchy cluster(
            NDArray embeddings,
            PrototypeHierarchy previous,
            int epoch,
            Collectives group,
            AssignKernel.Factory kernels) {
        List<ClusteredLevel> levels = new ArrayList<>();
        try (Points points = Points.of(embeddings, group, kernels)) {
            int[] images = IntStream.range(0, points.size()).toArray();
            levels.add(clusterLevel(points, images, 0, previous, epoch));
        }
        for (int l = 1; l < prototypes.size(); l++) {
            ClusteredLevel below = levels.get(l - 1);
            try (Points points = Points.of(below.prototypes(), group, kernels)) {
                levels.add(clusterLevel(points, below.images(), l, previous, epoch));
            }
        }
        NDManager manager = embeddings.getManager();
        return new PrototypeHierarchy(
                levels.stream().map(level -> level.toTensors(manager)).toList(),
                levels.stream()
                        .skip(1)
                        .map(level -> level.parentsBelow(manager))
                        .toList());
    }

    private ClusteredLevel clusterLevel(Points points, int[] images, int l, PrototypeHierarchy previous, int epoch) {
        int available = l == 0 ? Integer.MAX_VALUE : points.size();
        int count = Math.min(prototypes.get(l), available);
        Centroids found = algorithm.fit(points, count, previous.rows(l), seeds.seed(l, epoch));
        return ClusteredLevel.of(points, found.rows(), images, this);
    }

    /** How the random starts of K-means vary. */
    public enum SeedPolicy {
        /** By level alone, as in the released code: every epoch starts from the same images. */
        LEVEL {
            @Override
            long seed(int level, int epoch) {
                return level;
            }
        },

        /** By level and epoch: every epoch starts from other images. */
        LEVEL_AND_EPOCH {
            @Override
            long seed(int level, int epoch) {
                return level + epoch * SPREAD;
            }
        };

        private static final long SPREAD = 2_654_435_761L;

        abstract long seed(int level, int epoch);
    }

    /** Which prototype a point gets once the centroids are found. */
    public enum AssignmentRule {
        /** The one whose centroid is nearest, as in the released code; after scaling to unit length another may be closer. */
        NEAREST_CENTROID {
            @Override
            float[][] targets(float[][] centroids) {
                return centroids;
            }
        },

        /** The one that is most similar by cosine. */
        MOST_SIMILAR_PROTOTYPE {
            @Override
            float[][] targets(float[][] centroids) {
                return Geometry.units(centroids);
            }
        };

        /** Returns what distances are measured to: the centroids or the same at unit length. */
        abstract float[][] targets(float[][] centroids);
    }
}
