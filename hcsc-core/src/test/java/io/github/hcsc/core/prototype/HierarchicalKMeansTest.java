package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.prototype.HierarchicalKMeans.AssignmentRule;
import io.github.hcsc.core.prototype.HierarchicalKMeans.SeedPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HierarchicalKMeansTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void findsTheReferencesHierarchy() {
        PrototypeHierarchy hierarchy = cluster(HierarchicalKMeans.released(List.of(6, 3), .2f), Samples.reference());

        PrototypeLevel fine = hierarchy.levels().get(0);
        assertThat(fine.assignments().toLongArray()).containsExactly(4, 5, 2, 3, 0, 1, 5, 2, 3, 0, 1, 5, 2, 3);
        assertThat(fine.density().toFloatArray())
                .containsExactly(
                        new float[] {.157665f, .121404f, .242045f, .154913f, .261987f, .261987f}, within(1e-5f));
        assertThat(fine.rows()[2]).containsExactly(new float[] {-.505152f, .613631f, -.606860f}, within(1e-5f));

        assertThat(hierarchy.parents().get(0).toLongArray()).containsExactly(0, 0, 0, 2, 1, 2);
        PrototypeLevel coarse = hierarchy.levels().get(1);
        assertThat(coarse.assignments().toLongArray()).containsExactly(1, 2, 0, 2, 0, 0, 2, 0, 2, 0, 0, 2, 0, 2);
        assertThat(coarse.density().toFloatArray())
                .containsExactly(new float[] {.209596f, .209596f, .180807f}, within(1e-5f));
        assertThat(fine.centroids()
                        .matMul(coarse.centroids().transpose())
                        .get(0)
                        .toFloatArray())
                .containsExactly(new float[] {.76241f, -.06669f, -.68775f}, within(1e-5f));
    }

    @Test
    void leavesNothingBehindButTheHierarchy() {
        HierarchicalKMeans clusterer = HierarchicalKMeans.fast(List.of(20, 10, 5), .2f);
        NDArray embeddings = manager.create(Samples.clustered(300, 16, 20, .3, 1));
        int before = manager.getManagedArrays().size();
        AssignKernel.Factory torch = (values, dimension) -> new TorchKernel(values, dimension, manager);

        for (AssignKernel.Factory kernel :
                List.of(SearchKernel.fastestFor(manager).on(manager), torch)) {
            PrototypeHierarchy hierarchy =
                    clusterer.cluster(embeddings, PrototypeHierarchy.NONE, 0, Collectives.single(), kernel);
            assertThat(manager.getManagedArrays()).hasSize(before + 3 * 3 + 2);
            hierarchy.close();
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void startsFromThePreviousHierarchyIfFast() {
        HierarchicalKMeans clusterer = HierarchicalKMeans.fast(List.of(20, 5), .2f);
        NDArray embeddings = manager.create(Samples.clustered(300, 16, 20, .1, 1));
        PrototypeHierarchy first = clusterer.cluster(embeddings, PrototypeHierarchy.NONE, 0);

        PrototypeHierarchy second = clusterer.cluster(embeddings, first, 1);

        for (int l = 0; l < 2; l++) {
            assertThat(second.levels().get(l).assignments().toLongArray())
                    .containsExactly(first.levels().get(l).assignments().toLongArray());
        }
    }

    @Test
    void refusesEmbeddingsThatAreNotNumbers() {
        float[][] rows = Samples.reference();
        rows[3][1] = Float.NaN;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(HierarchicalKMeans.released(List.of(6, 3), .2f), rows))
                .withMessage("points must be finite, but was NaN in row 3, column 1");
    }

    @Test
    void refusesMorePrototypesThanImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(HierarchicalKMeans.released(List.of(15), .2f), Samples.reference()))
                .withMessageContaining("must be from 1 to 14, the number of points, but was 15");
    }

    @Test
    void aLevelAsLargeAsTheOneBelowRepeatsIt() {
        try (PrototypeHierarchy hierarchy =
                cluster(HierarchicalKMeans.released(List.of(4, 4, 2), .2f), Samples.reference())) {
            PrototypeLevel below = hierarchy.levels().get(0);
            PrototypeLevel above = hierarchy.levels().get(1);

            assertThat(hierarchy.parents().get(0).toLongArray()).containsExactly(0, 1, 2, 3);
            assertThat(above.assignments().toLongArray())
                    .containsExactly(below.assignments().toLongArray());
            assertThat(above.centroids().toFloatArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(below.centroids().toFloatArray());
            assertThat(hierarchy.warnings()).contains("level 1 has as many prototypes as level 0, and so repeats it");
        }
    }

    @Test
    void refusesLevelsThatGrow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HierarchicalKMeans.released(List.of(10, 20), .2f))
                .withMessage("prototypes must be positive and not grow from level to level, but was [10, 20]");
    }

    @Test
    void givesEachImageItsMostSimilarPrototypeIfAsked() {
        HierarchicalKMeans similar = new HierarchicalKMeans(
                List.of(30), KMeans.PUBLISHED, AssignmentRule.MOST_SIMILAR_PROTOTYPE, 0, SeedPolicy.LEVEL, .2f);
        NDArray embeddings = manager.create(Samples.clustered(400, 8, 30, .5, 3));

        PrototypeLevel level =
                similar.cluster(embeddings, PrototypeHierarchy.NONE, 0).levels().get(0);

        NDArray mostSimilar = embeddings.matMul(level.centroids().transpose()).argMax(1);
        assertThat(level.assignments().toLongArray()).containsExactly(mostSimilar.toLongArray());
    }

    @Test
    void dropsPrototypesOfTooFewImages() {
        HierarchicalKMeans populous = new HierarchicalKMeans(
                List.of(30, 20), KMeans.PUBLISHED, AssignmentRule.NEAREST_CENTROID, 10, SeedPolicy.LEVEL, .2f);

        PrototypeHierarchy hierarchy = cluster(populous, Samples.clustered(400, 8, 30, .5, 3));

        for (PrototypeLevel level : hierarchy.levels()) {
            long[] images = new long[level.size()];
            for (long assignment : level.assignments().toLongArray()) {
                images[(int) assignment]++;
            }
            assertThat(level.size()).isLessThan(30);
            for (long count : images) {
                assertThat(count).isGreaterThanOrEqualTo(10);
            }
        }
    }

    @Test
    void refusesToDropEveryPrototype() {
        HierarchicalKMeans impossible = new HierarchicalKMeans(
                List.of(6), KMeans.PUBLISHED, AssignmentRule.NEAREST_CENTROID, 10, SeedPolicy.LEVEL, .2f);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(impossible, Samples.reference()))
                .withMessage(
                        "minImages must leave a prototype, but was 10 where the largest of 6 clusters has 3 images");
    }

    @Test
    void startsElsewhereInEachEpochOnlyIfAsked() {
        HierarchicalKMeans same = HierarchicalKMeans.released(List.of(10), .2f);
        HierarchicalKMeans other = new HierarchicalKMeans(
                List.of(10), KMeans.PUBLISHED, AssignmentRule.NEAREST_CENTROID, 0, SeedPolicy.LEVEL_AND_EPOCH, .2f);
        NDArray embeddings = manager.create(Samples.clustered(200, 8, 30, .5, 3));

        assertThat(centroids(same, embeddings, 1)).isEqualTo(centroids(same, embeddings, 0));
        assertThat(centroids(other, embeddings, 1)).isNotEqualTo(centroids(other, embeddings, 0));
    }

    private static float[] centroids(Clusterer clusterer, NDArray embeddings, int epoch) {
        return clusterer
                .cluster(embeddings, PrototypeHierarchy.NONE, epoch)
                .levels()
                .get(0)
                .centroids()
                .toFloatArray();
    }

    private PrototypeHierarchy cluster(Clusterer clusterer, float[][] rows) {
        return clusterer.cluster(manager.create(rows), PrototypeHierarchy.NONE, 0);
    }
}
