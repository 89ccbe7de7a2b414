package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.core.prototype.ResampledKMeans.Choice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worked numbers of greedy k-means++ and of resampling, made with NumPy in float64. */
final class TreeStartsTest {
    private static final float[][] NONE = new float[0][];
    private static final float[][] CENTROIDS = {
        {-0.216666666f, 0.094733333f, -0.102666665f},
        {0.056666669f, -0.354000002f, -0.021666665f},
        {1.990285712f, 0.143785715f, 0.917142865f},
        {-0.106624999f, 2.029124975f, -1.046250015f}
    };

    @ParameterizedTest
    @CsvSource({"2, 2", "10, 4", "300, 7", "1000, 8", "100000, 13"})
    void candidatesGrowWithTheLogarithmOfTheCentroids(int count, int trials) {
        assertThat(GreedyKMeans.Start.trials(count)).isEqualTo(trials);
    }

    @Test
    void drawsByDistanceAndMeasuresWhatEachCandidateLeaves() throws IOException {
        try (Points points = Points.of(points(), VectorKernel::new)) {
            CandidateDistances measure = points.candidateDistances();
            float[] left = new float[points.size()];
            measure.to(points.rows(0), left);
            int[] candidates = {3, 22, 36, 39};
            float[] distances = new float[points.size() * candidates.length];
            measure.to(points.rows(candidates), distances);

            assertThat(CandidateDistances.potentials(left, left, 1)[0]).isCloseTo(115.482630353, within(1e-4));
            assertThat(GreedyKMeans.Start.drawn(left, .62, .05, .97, .3)).containsExactly(18, 24, 31, 39);
            assertThat(CandidateDistances.potentials(left, distances, candidates.length))
                    .containsExactly(
                            new double[] {114.664230344, 52.091275475, 78.229703014, 78.181611104}, within(1e-4));
        }
    }

    @Test
    void aGreedyStartIsNoWorseThanASpreadOneAndRepeatsItself() {
        double greedy = 0;
        double spread = 0;
        try (Points points = Points.of(Samples.clustered(3000, 16, 100, .3, 5), VectorKernel::new)) {
            for (int seed = 0; seed < 5; seed++) {
                greedy += new GreedyKMeans(FastKMeans.DEFAULT)
                        .fit(points, 60, NONE, seed)
                        .objective();
                spread += FastKMeans.DEFAULT.fit(points, 60, NONE, seed).objective();
            }
            assertThat(new GreedyKMeans(FastKMeans.DEFAULT)
                            .fit(points, 60, NONE, 1)
                            .rows())
                    .isDeepEqualTo(new GreedyKMeans(FastKMeans.DEFAULT)
                            .fit(points, 60, NONE, 1)
                            .rows());
        }
        assertThat(greedy).isLessThan(spread);
    }

    @Test
    void closestPointsComeByGrowingDistance() throws IOException {
        try (Points points = Points.of(points(), VectorKernel::new)) {
            int[] labels = points.nearest(CENTROIDS);
            float[] distances = points.squaredDistances(CENTROIDS, labels);
            Members members = Members.of(labels, CENTROIDS.length);
            int[][] chosen = new int[CENTROIDS.length][];
            Arrays.setAll(chosen, c -> Choice.CLOSEST.of(members.members(c).toArray(), distances, 3, new Random(0)));

            assertThat(chosen).isDeepEqualTo(new int[][] {{9, 0, 3}, {4, 7, 5}, {27, 30, 18}, {35, 39, 36}});
        }
    }

    /** Ten rounds of few random points make centroids even where the density falls as exp(-x ln 30). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void resamplingFlattensTheDensityOfCentroids(int seed) {
        GreedyKMeans base = new GreedyKMeans(new FastKMeans(50));
        try (Points points = Points.of(falling(2, seed), VectorKernel::new)) {
            int[] plain = slabs(base.fit(points, 100, NONE, seed).rows());
            int[] flat = slabs(new ResampledKMeans(base, Choice.RANDOM, 10, 20)
                    .fit(points, 100, NONE, seed)
                    .rows());

            assertThat(divergence(flat)).isLessThanOrEqualTo(.02).isLessThanOrEqualTo(divergence(plain) / 5);
            assertThat(slope(flat)).isCloseTo(0, within(.1));
        }
    }

    /** The law of optimal centroids in one dimension: their density is the cube root of that of the points. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theDensityOfCentroidsIsTheCubeRootOfThatOfPointsOnALine(int seed) {
        try (Points points = Points.of(falling(1, seed), VectorKernel::new)) {
            int[] plain = slabs(new GreedyKMeans(new FastKMeans(50))
                    .fit(points, 50, NONE, seed)
                    .rows());
        }
    }

    /** On the unit cube, the first coordinate with a density that falls to a thirtieth. */
    private static float[][] falling(int dimension, int seed) {
        Random random = new Random(seed);
        float[][] rows = new float[20_000][dimension];
        for (float[] row : rows) {
            row[0] = (float) (-Math.log(1 - random.nextDouble() * (1 - 1 / 30.0)) / Math.log(30));
            for (int j = 1; j < dimension; j++) {
                row[j] = random.nextFloat();
            }
        }
        return rows;
    }

    /** Counts centroids in ten slabs of the first coordinate. */
    private static int[] slabs(float[][] centroids) {
        int[] slabs = new int[10];
        for (float[] centroid : centroids) {
            slabs[Math.min(9, (int) (10 * centroid[0]))]++;
        }
        return slabs;
    }

    /** Of the share of centroids in the slabs from even shares. */
    private static double divergence(int... slabs) {
        double all = Arrays.stream(slabs).sum();
        return Arrays.stream(slabs)
                .mapToDouble(count -> count / all)
                .filter(share -> share > 0)
                .map(share -> share * Math.log(slabs.length * share))
                .sum();
    }

    /** Of the logarithm of the slabs' counts on that of the points' density. */
    private static double slope(int... slabs) {
        double top = 0;
        double bottom = 0;
        double middle = (slabs.length - 1) / 2.0;
        for (int s = 0; s < slabs.length; s++) {
            double density = (middle - s) / slabs.length * Math.log(30);
            top += density * Math.log(slabs[s]);
            bottom += density * density;
        }
        return top / bottom;
    }

    private static float[][] points() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(TreeStartsTest.class.getResourceAsStream("/golden/curation-points.csv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().map(TreeStartsTest::row).toArray(float[][]::new);
        }
    }

    private static float[] row(String line) {
        String[] cells = line.split(",");
        float[] row = new float[cells.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = Float.parseFloat(cells[j]);
        }
        return row;
    }
}
