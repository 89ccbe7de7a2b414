package io.github.hcsc.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.train.eval.HealthVerdict.Grade;
import io.github.hcsc.train.prototypes.Embeddings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddingHealthTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 1", "10, 4, 2", "200, 16, 3"})
    void spreadUniformityAndAlignmentAgreeWithTheirFormulas(int n, int d, long seed) {
        float[][] first = Points.gaussian(n, d, seed);
        float[][] second = Points.gaussian(n, d, seed + 1);

        EmbeddingHealth health = EmbeddingHealth.of(manager.create(first));

        double[][] x = Points.unit(first);
        assertThat(health.spread()).isCloseTo(naiveSpread(x), within(1e-6));
        assertThat(health.uniformity()).isCloseTo(naiveUniformity(x), within(1e-6));
        assertThat(EmbeddingHealth.alignment(manager.create(first), manager.create(second)))
                .isCloseTo(naiveAlignment(x, Points.unit(second)), within(1e-6));
    }

    /** Orthogonal directions with counts a, b, c have singular values of their roots. */
    @Test
    void effectiveRankIsTheExponentialOfTheEntropyOfSingularValues() {
        float[][] rows = new float[14][6];
        for (int i = 0; i < 14; i++) {
            rows[i][i < 9 ? 0 : i < 13 ? 1 : 2] = i + 1;
        }

        EmbeddingHealth health = EmbeddingHealth.of(manager.create(rows));

        double entropy = 0;
        for (double singular : new double[] {3, 2, 1}) {
            entropy -= singular / 6 * Math.log(singular / 6);
        }
        assertThat(health.effectiveRank()).isCloseTo(Math.exp(entropy), within(1e-9));
    }

    @Test
    void agreesWithNumPyAndSciPy() {
        ScikitLearn fixture = ScikitLearn.read("health");

        EmbeddingHealth health = EmbeddingHealth.of(fixture.array(manager, "embeddings"));

        assertThat(health.effectiveRank()).isCloseTo(fixture.value("effective_rank"), within(1e-6));
        assertThat(health.uniformity()).isCloseTo(fixture.value("uniformity"), within(1e-6));
    }

    @Test
    void callsRandomDirectionsHealthy() {
        EmbeddingHealth health = EmbeddingHealth.of(manager.create(Points.gaussian(3000, 32, 1)));

        assertThat(health.effectiveRank()).isBetween(31.0, 32.0);
        assertThat(health.spread()).isCloseTo(1, within(0.02));
        assertThat(health.uniformity()).isBetween(-4.0, -3.5);
        assertThat(health.verdict("features")).hasToString("healthy: the features use about 32 of 32 dimensions");
    }

    @Test
    void callsASinglePointCollapsed() {
        EmbeddingHealth health = EmbeddingHealth.of(
                manager.create(Points.gaussian(100, 16, 1)).mul(1e-4f).add(1));

        assertThat(health.effectiveRank()).isCloseTo(1, within(0.05));
        assertThat(health.uniformity()).isCloseTo(0, within(1e-3));
        assertThat(health.verdict("embeddings").toString())
                .startsWith("collapsed: all images get nearly the same embeddings; ");
    }

    @Test
    void callsALineOfPointsCollapsed() {
        float[][] rows = new float[100][64];
        for (int i = 0; i < 100; i++) {
            rows[i][0] = i % 2 == 0 ? 1 : -1;
        }

        assertThat(EmbeddingHealth.of(manager.create(rows)).verdict("features").grade())
                .isEqualTo(Grade.COLLAPSED);
    }

    @Test
    void callsFewDirectionsDoubtful() {
        float[][] rows = new float[300][64];
        for (int i = 0; i < 300; i++) {
            rows[i][i % 3] = 1;
        }

        assertThat(EmbeddingHealth.of(manager.create(rows)).verdict("features").toString())
                .startsWith("doubtful: the features use only about 3 of 64 dimensions; usual early in training, later");
    }

    /** The figures that a run keeps, and embeddings in memory, are judged as the embeddings themselves. */
    @ParameterizedTest
    @CsvSource({"200, 1, 1", "200, 40, 0.5", "30, 2, 0.01", "300, 300, 0.02"})
    void isJudgedAlikeWhereverItIsShown(int n, int directions, float noise) {
        int d = 64;
        float[][] rows = Points.gaussian(n, d, 3);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                rows[i][j] = noise * rows[i][j] + (j == i % directions ? 1 : 0);
            }
        }
        EmbeddingHealth health = EmbeddingHealth.of(manager.create(rows));
        HealthVerdict verdict = health.verdict("embeddings");
        float[] flat = manager.create(rows).toFloatArray();

        assertThat(EmbeddingHealth.verdict(flat, d)).isEqualTo(verdict);
        assertThat(HealthVerdict.of(health.metrics("embeddings"))).hasValue(verdict);
        assertThat(Embeddings.of(0, d, flat).health()).hasValue(verdict);
    }

    @Test
    void theWorseOfFeaturesAndEmbeddingsCounts() {
        Map<String, Double> values = new HashMap<>();
        values.put("features_effective_rank", 30.0);
        values.put("features_rank_share", 0.5);
        values.put("features_spread", 0.9);
        assertThat(HealthVerdict.of(values)).hasValueSatisfying(health -> assertThat(health)
                .hasToString("healthy: the features use about 30 of 60 dimensions"));

        values.put("embeddings_effective_rank", 3.0);
        values.put("embeddings_rank_share", 0.05);
        values.put("embeddings_spread", 0.9);
        assertThat(HealthVerdict.of(values).orElseThrow().toString())
                .startsWith("doubtful: the embeddings use only about 3 of 60 dimensions");

        assertThat(HealthVerdict.of(Map.of("effective_rank", 30.0, "spread", 0.9)))
                .as("a run of an earlier version")
                .hasValueSatisfying(
                        health -> assertThat(health).hasToString("healthy: the features use about 30 dimensions"));
        assertThat(HealthVerdict.of(Map.of("loss", 1.0))).isEmpty();
    }

    @Test
    void looksAtManyImagesInPieces() {
        NDArray many = manager.create(Points.gaussian(20_000, 8, 1));

        EmbeddingHealth health = EmbeddingHealth.of(many);

        assertThat(health.images()).isEqualTo(20_000);
        assertThat(EmbeddingHealth.alignment(many, many)).isZero();
        assertThat(health.effectiveRank()).isBetween(7.9, 8.0);
        assertThat(manager.getManagedArrays()).containsExactly(many);
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        NDArray one = manager.ones(new Shape(1, 4));
        NDArray two = manager.ones(new Shape(2, 4));
        NDArray broken = manager.create(new float[][] {{1, 2}, {Float.POSITIVE_INFINITY, 0}});

        assertThatThrownBy(() -> EmbeddingHealth.of(one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embeddings must be a matrix of at least 2 rows, but was (1, 4)");
        assertThatThrownBy(() -> EmbeddingHealth.alignment(one, two))
                .hasMessage("views must have equal shapes, but were (1, 4) and (2, 4)");
        assertThatThrownBy(() -> EmbeddingHealth.of(broken))
                .hasMessage("embeddings must be finite, but contain NaN or infinity: the encoder has diverged");
    }

    private static double naiveSpread(double[][] x) {
        int d = x[0].length;
        double total = 0;
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (double[] row : x) {
                mean += row[j] / x.length;
            }
            double variance = 0;
            for (double[] row : x) {
                variance += (row[j] - mean) * (row[j] - mean) / x.length;
            }
            total += Math.sqrt(variance);
        }
        return total / Math.sqrt(d);
    }

    private static double naiveUniformity(double[][] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                sum += i == j ? 0 : Math.exp(-2 * squaredDistance(x[i], x[j]));
            }
        }
        return Math.log(sum / (x.length * (x.length - 1.0)));
    }

    private static double naiveAlignment(double[][] x, double[][] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += squaredDistance(x[i], y[i]);
        }
        return sum / x.length;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
