package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.core.distributed.Collectives;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Clustering of rows that are read block by block. */
final class RowPassesTest {
    private static final StreamedKMeans TWO_PASSES = new StreamedKMeans(new GreedyKMeans(FastKMeans.DEFAULT), 128, 2);

    /** Sums are float32 within 65,536 rows and float64 beyond. */
    @Test
    void anUpdateIsTheMeanOfEachCluster() throws IOException {
        float[][] points = Samples.clustered(150_000, 3, 20, .5, 1);
        float[][] centroids = Samples.clustered(10, 3, 10, .5, 2);
        double[][] sums = new double[10][3];
        int[] sizes = new int[10];
        for (int first = 0; first < points.length; first += 65_536) {
            float[][] block = new float[10][3];
            for (int i = first; i < Math.min(points.length, first + 65_536); i++) {
                int nearest = nearest(points[i], centroids);
                sizes[nearest]++;
                add(block[nearest], points[i]);
            }
            for (int c = 0; c < 10; c++) {
                for (int j = 0; j < 3; j++) {
                    sums[c][j] += block[c][j];
                }
            }
        }
        float[][] updated = passes(points, Stages.NONE).updated("pass", centroids);
        for (int c = 0; c < 10; c++) {
            assertThat(sizes[c]).isPositive();
            for (int j = 0; j < 3; j++) {
                assertThat(updated[c][j]).isEqualTo((float) sums[c][j] * (1f / sizes[c]));
            }
        }
    }

    private static void add(float[] sum, float[] point) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += point[j];
        }
    }

    private static int nearest(float[] point, float[][] centroids) {
        int best = 0;
        for (int c = 1; c < centroids.length; c++) {
            best = Geometry.distance(point, centroids[c]) < Geometry.distance(point, centroids[best]) ? c : best;
        }
        return best;
    }

    @Test
    void rowsThatFitIntoTheSampleAreClusteredAsInMemory() throws IOException {
        float[][] points = Samples.clustered(3000, 16, 40, .3, 1);
        GreedyKMeans algorithm = new GreedyKMeans(FastKMeans.DEFAULT);
        try (Points all = Points.of(points, VectorKernel::new)) {
            assertThat(new StreamedKMeans(algorithm, 256, 2).fit(passes(points, Stages.NONE), 40, 3))
                    .isDeepEqualTo(algorithm.fit(all, 40, new float[0][], 3).rows());
        }
    }

    @Test
    void aSampleAndTwoPassesComeWithinAPercentOfTwentyPasses() throws IOException {
        float[][] points = Samples.clustered(120_000, 16, 150, .5, 3);
        float[][] few = TWO_PASSES.fit(passes(points, Stages.NONE), 300, 0);
        try (Points all = Points.of(points, VectorKernel::new)) {
            float[][] many = new GreedyKMeans(FastKMeans.DEFAULT)
                    .fit(all, 300, new float[0][], 0)
                    .rows();
            assertThat(all.objective(few, all.nearest(few))).isLessThan(1.01 * all.objective(many, all.nearest(many)));
        }
    }

    @Test
    void goesOnFromWhereverItWasStopped() throws IOException {
        float[][] points = Samples.clustered(200_000, 8, 30, .5, 4);
        Placed whole = place(points, Stages.NONE);
        StoppingStages stages = new StoppingStages();
        int stops = 0;
        while (true) {
            try {
                stages.stopAfter(1);
                Placed placed = place(points, stages);
                assertThat(placed.centroids).isDeepEqualTo(whole.centroids);
                assertThat(placed.labels).isEqualTo(whole.labels);
                assertThat(placed.density).isEqualTo(whole.density);
                break;
            } catch (IOException stopped) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(10);
    }

    private record Placed(float[][] centroids, int[] labels, float[] density) {}

    private static Placed place(float[][] points, Stages stages) throws IOException {
        RowPasses passes = passes(points, stages);
        float[][] centroids = TWO_PASSES.fit(passes, 50, 5);
        RowPasses.Placed placed = passes.placed("labels", centroids);
        return new Placed(centroids, placed.labels(), Density.of(placed.extents(), .2f));
    }

    private static RowPasses passes(float[][] points, Stages stages) {
        return new RowPasses(new ArrayRows(points), VectorKernel::new, Points::nearest, Collectives.single(), stages);
    }
}
