package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.hcsc.core.prototype.FlatClusterer.Centroids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FastKMeansTest {
    private static final float[][] NONE = new float[0][];

    @ParameterizedTest
    @CsvSource({"2000, 16, 40, 40, .3", "3000, 64, 100, 60, .5", "1500, 8, 10, 100, .6", "1000, 32, 200, 150, .4"})
    void itsObjectiveIsNoWorseThanThatOfTheFaithfulOne(int n, int d, int modes, int count, double spread) {
        try (Points points = points(Samples.clustered(n, d, modes, spread, 5))) {
            double faithful = objective(
                    points, KMeans.PUBLISHED.fit(points, count, NONE, 0).rows());
            double fast = objective(
                    points, FastKMeans.DEFAULT.fit(points, count, NONE, 0).rows());

            assertThat(fast).isLessThanOrEqualTo(faithful);
        }
    }

    @Test
    void staysWhereNothingMoves() {
        try (Points points = points(Samples.clustered(500, 8, 12, .2, 5))) {
            float[][] settled = new FastKMeans(1000).fit(points, 12, NONE, 0).rows();

            assertThat(FastKMeans.DEFAULT.fit(points, 12, settled, 9).rows()).isDeepEqualTo(settled);
        }
    }

    @Test
    void startsAfreshWhereThePreviousCentroidsDoNotFit() {
        try (Points points = points(Samples.clustered(500, 8, 12, .2, 5))) {
            float[][] fewer = FastKMeans.DEFAULT.fit(points, 7, NONE, 0).rows();

            assertThat(FastKMeans.DEFAULT.fit(points, 12, fewer, 3).rows())
                    .isDeepEqualTo(FastKMeans.DEFAULT.fit(points, 12, NONE, 3).rows());
        }
    }

    @Test
    void copesWithFewerDistinctPointsThanCentroids() {
        float[][] rows = new float[40][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 4 == 0 ? new float[] {1, 0} : new float[] {0, 1};
        }
        try (Points points = points(rows)) {
            Centroids found = FastKMeans.DEFAULT.fit(points, 6, NONE, 0);

            assertThat(found.rows()).hasDimensions(6, 2);
            assertThat(found.objective()).isLessThan(1e-4);
        }
    }

    @Test
    void refusesMoreCentroidsThanPoints() {
        try (Points points = points(Samples.reference())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FastKMeans.DEFAULT.fit(points, 15, NONE, 0))
                    .withMessageContaining("but was 15");
        }
    }

    private static double objective(Points points, float[][] centroids) {
        return points.objective(centroids, points.nearest(centroids));
    }

    private static Points points(float[][] rows) {
        return Points.of(rows, VectorKernel::new);
    }
}
