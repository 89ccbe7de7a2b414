package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What faiss found when it was run on the same points. */
final class GoldenClustersTest {
    private static final float T = .2f;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all-centroids",
                "blobs",
                "blobs-seed2",
                "duplicates",
                "embedding-width",
                "few-distinct",
                "one-cluster",
                "plane",
                "subsampled"
            })
    void kMeansFindsTheClustersOfFaissBitForBit(String name) {
        Golden golden = Golden.read("kmeans-" + name);

        assertFindsTheSame(golden, NaiveKernel::new);
    }

    /* Without "few-distinct", where the halves of a split cluster are closer together than float32 scores can tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "all-centroids",
                "blobs",
                "blobs-seed2",
                "duplicates",
                "embedding-width",
                "one-cluster",
                "plane",
                "subsampled"
            })
    void theFastestKernelFindsThemToo(String name) {
        Golden golden = Golden.read("kmeans-" + name);

        try (NDManager manager = NDManager.newBaseManager()) {
            assertFindsTheSame(golden, SearchKernel.fastestFor(manager).on(manager));
        }
    }

    private static void assertFindsTheSame(Golden golden, AssignKernel.Factory kernel) {
        KMeans kMeans =
                new KMeans(golden.integer("iterations"), golden.integer("redos"), golden.integer("per_centroid"));
        try (Points points = Points.of(golden.points(), kernel)) {
            Centroids found = kMeans.fit(points, golden.integer("k"), new float[0][], golden.integer("seed"));

            int[] labels = points.nearest(found.rows());
            assertThat(found.rows()).isDeepEqualTo(golden.rows("centroids"));
            assertThat(labels).containsExactly(golden.integers("assignments"));
            assertThat(found.objective()).isCloseTo(golden.number("objective"), Percentage.withPercentage(1e-3));
            assertThat(points.squaredDistances(found.rows(), labels))
                    .containsExactly(golden.floats("distances"), within(2e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "sparse"})
    void theHierarchyIsTheReferences(String name) {
        Golden golden = Golden.read("hierarchy-" + name);
        List<Integer> counts = golden.description().get("counts").getAsJsonArray().asList().stream()
                .map(count -> count.getAsInt())
                .toList();
        try (NDManager manager = NDManager.newBaseManager()) {
            PrototypeHierarchy hierarchy = HierarchicalKMeans.released(counts, T)
                    .cluster(manager.create(golden.rows("x")), PrototypeHierarchy.NONE, 0);

            for (int l = 0; l < counts.size(); l++) {
                PrototypeLevel level = hierarchy.levels().get(l);
                String prefix = "level" + l + "/";
                assertThat(level.assignments().toLongArray()).containsExactly(golden.longs(prefix + "assignments"));
                assertThat(level.centroids().toFloatArray())
                        .containsExactly(golden.floats(prefix + "centroids"), within(1e-6f));
                assertThat(level.density().toFloatArray())
                        .containsExactly(golden.floats(prefix + "density"), within(1e-6f));
            }
            for (int l = 0; l < counts.size() - 1; l++) {
                assertThat(hierarchy.parents().get(l).toLongArray())
                        .containsExactly(golden.longs("level" + l + "/parent"));
            }
        }
    }
}
