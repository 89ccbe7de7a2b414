package io.github.hcsc.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.distributed.ShardedRows;
import io.github.hcsc.core.prototype.Clusterer;
import io.github.hcsc.core.prototype.FastKMeans;
import io.github.hcsc.core.prototype.FlatClusterer;
import io.github.hcsc.core.prototype.HierarchicalKMeans;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import java.util.List;
import java.util.Random;

/** Clusters the same points in one process and spread over all, and compares, in {@link SpreadClusteringTest}. */
final class ClusteringProgram {

    private static final int POINTS = 601;
    private static final int DIMENSION = 16;
    private static final int BLOBS = 20;

    private final Collectives group;
    private final NDManager manager;
    private final NDArray all;

    private ClusteringProgram(Collectives group, NDManager manager) {
        this.group = group;
        this.manager = manager;
        all = manager.create(blobs(), new Shape(POINTS, DIMENSION)).normalize(2, 1);
    }

    public static void main(String[] args) {
        Launch.current().run(Launch.Engine.AUTO, group -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                new ClusteringProgram(group, manager).run();
            }
            return group.rank();
        });
        System.out.println("clustered alike");
    }

    /** Unit vectors around twenty directions, a third of them around one. */
    private static float[] blobs() {
        Random random = new Random(1);
        float[] centers = new float[BLOBS * DIMENSION];
        for (int i = 0; i < centers.length; i++) {
            centers[i] = (float) random.nextGaussian();
        }
        float[] values = new float[POINTS * DIMENSION];
        for (int i = 0; i < POINTS; i++) {
            int blob = i % 3 == 0 ? 0 : random.nextInt(BLOBS);
            for (int j = 0; j < DIMENSION; j++) {
                values[i * DIMENSION + j] = centers[blob * DIMENSION + j] + 0.1f * (float) random.nextGaussian();
            }
        }
        return values;
    }

    private void run() {
        compare(clusterer(KMeans.PUBLISHED, 0), "faithful");
        compare(clusterer(new KMeans(20, 3, 10), 0), "faithful on a subset");
        compare(clusterer(new FastKMeans(20), 0), "fast");
        compare(clusterer(new FastKMeans(20), 20), "without small clusters");
        compare(clusterer(new KMeans(5, 1, 1000), 0), "with empty clusters", List.of(300, 30));
        compare(own(), "an algorithm that knows one process only");
        passesRowsOnInOrder();
    }

    private Clusterer clusterer(FlatClusterer algorithm, int minImages) {
        return clusterer(algorithm, minImages, List.of(40, 10, 4));
    }

    private static Clusterer clusterer(FlatClusterer algorithm, int minImages, List<Integer> counts) {
        return new HierarchicalKMeans(
                counts, algorithm, AssignmentRule.NEAREST_CENTROID, minImages, SeedPolicy.LEVEL, .2f);
    }

    private Clusterer own() {
        FastKMeans fast = new FastKMeans(3);
        return clusterer((points, count, previous, seed) -> fast.fit(points, count, previous, seed), 0);
    }

    private void compare(Clusterer clusterer, String what, List<Integer> counts) {
        compare(clusterer(((HierarchicalKMeans) clusterer).algorithm(), 0, counts), what);
    }

    private void compare(Clusterer clusterer, String what) {
        Shard own = Shard.of(group, POINTS);
        NDArray shard = all.get(own.from() + ":" + own.to());
        PrototypeHierarchy alone = clusterer.cluster(all, PrototypeHierarchy.NONE, 0);
        PrototypeHierarchy spread = clusterer.cluster(shard, PrototypeHierarchy.NONE, 0, group);
        assertAlike(spread, alone, what);
        assertAlike(clusterer.cluster(shard, spread, 1, group), clusterer.cluster(all, alone, 1), what + ", again");
    }

    private static void assertAlike(PrototypeHierarchy found, PrototypeHierarchy expected, String what) {
        assertThat(found.levels()).hasSameSizeAs(expected.levels());
        for (int l = 0; l < expected.levels().size(); l++) {
            PrototypeLevel level = found.levels().get(l);
            PrototypeLevel other = expected.levels().get(l);
            String where = what + ", level " + l;
            assertThat(level.assignments().toLongArray())
                    .as(where)
                    .containsExactly(other.assignments().toLongArray());
            assertThat(level.centroids().toFloatArray())
                    .as(where)
                    .containsExactly(other.centroids().toFloatArray(), within(1e-6f));
            assertThat(level.density().toFloatArray())
                    .as(where)
                    .containsExactly(other.density().toFloatArray(), within(1e-6f));
        }
        for (int l = 0; l < expected.parents().size(); l++) {
            assertThat(found.parents().get(l).toLongArray())
                    .containsExactly(expected.parents().get(l).toLongArray());
        }
    }

    private void passesRowsOnInOrder() {
        Shard own = Shard.of(group, POINTS);
        NDArray shard =
                manager.create(all.get(own.from() + ":" + own.to()).toFloatArray(), new Shape(own.size(), DIMENSION));

        assertThat(ShardedRows.collect(shard, group).toFloatArray()).containsExactly(all.toFloatArray());
    }
}
