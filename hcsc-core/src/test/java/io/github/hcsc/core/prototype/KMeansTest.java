package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KMeansTest {
    private static final float[][] NONE = new float[0][];

    @Test
    void findsTheReferencesClustersFromSeedZero() {
        try (Points points = points(Samples.reference())) {
            Centroids found = KMeans.PUBLISHED.fit(points, 4, NONE, 0);

            assertThat(points.nearest(found.rows())).containsExactly(3, 0, 1, 0, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0);
            assertThat(found.objective()).isCloseTo(1.332380, within(1e-5));
            assertClose(found.rows()[0], .570881f, -.542519f, .478098f);
            assertClose(found.rows()[1], -.566847f, .407592f, -.655433f);
            assertClose(found.rows()[2], -.048795f, .985897f, -.142858f);
            assertClose(found.rows()[3], -.707107f, 0, .707107f);
        }
    }

    @Test
    void findsTheReferencesOtherOptimumFromSeedOne() {
        try (Points points = points(Samples.reference())) {
            Centroids found = KMeans.PUBLISHED.fit(points, 4, NONE, 1);

            assertThat(points.nearest(found.rows())).containsExactly(1, 3, 0, 3, 2, 0, 3, 0, 3, 2, 0, 3, 2, 3);
            assertThat(found.objective()).isCloseTo(1.381157, within(1e-5));
        }
    }

    @Test
    void refusesMoreCentroidsThanPoints() {
        try (Points points = points(Samples.reference())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KMeans.PUBLISHED.fit(points, 15, NONE, 0))
                    .withMessage("the number of centroids must be from 1 to 14, the number of points, but was 15");
        }
    }

    @Test
    void returnsThePointsWhereEachIsACentroid() {
        float[][] rows = Samples.reference();
        try (Points points = points(rows)) {
            Centroids found = KMeans.PUBLISHED.fit(points, 14, NONE, 0);

            assertThat(found.rows()).isDeepEqualTo(rows);
            assertThat(found.objective()).isZero();
        }
    }

    @Test
    void usesOnlySoManyPointsPerCentroid() {
        float[][] rows = Samples.clustered(500, 8, 5, .2, 1);
        int[] kept = Arrays.copyOf(MersenneTwister.permutation(500, 3), 40);
        KMeans few = new KMeans(10, 2, 10);
        try (Points points = points(rows);
                Points subset = points.subset(kept)) {
            Centroids found = few.fit(points, 4, NONE, 3);

            assertThat(found.rows()).isDeepEqualTo(few.fit(subset, 4, NONE, 3).rows());
        }
    }

    @Test
    void takesTheStartWithTheSmallestObjective() {
        float[][] rows = Samples.clustered(300, 8, 12, .3, 2);
        try (Points points = points(rows)) {
            double best = new KMeans(20, 5, 1000).fit(points, 12, NONE, 0).objective();
            double first = new KMeans(20, 1, 1000).fit(points, 12, NONE, 0).objective();

            assertThat(best).isLessThan(first);
        }
    }

    @Test
    void leavesNoClusterEmptyAmongCopiesOfTwoPoints() {
        float[][] rows = new float[40][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 4 == 0 ? new float[] {1, 0} : new float[] {0, 1};
        }
        try (Points points = points(rows)) {
            Centroids found = KMeans.PUBLISHED.fit(points, 6, NONE, 0);

            assertThat(found.rows()).hasDimensions(6, 2);
            for (float[] centroid : found.rows()) {
                assertThat(centroid[0]).isFinite().isBetween(-.01f, 1.01f);
            }
        }
    }

    private static Points points(float[][] rows) {
        return Points.of(rows, NaiveKernel::new);
    }

    private static void assertClose(float[] actual, float... expected) {
        assertThat(actual).containsExactly(expected, within(1e-6f));
    }
}
