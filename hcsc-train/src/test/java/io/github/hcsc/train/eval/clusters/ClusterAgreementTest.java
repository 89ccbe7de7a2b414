package io.github.hcsc.train.eval.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.train.eval.ScikitLearn;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterAgreementTest {

    @ParameterizedTest
    @ValueSource(strings = {"independent", "equal", "noisy", "finer", "coarser", "single", "separate", "few"})
    void agreesWithScikitLearn(String name) {
        ScikitLearn fixture = ScikitLearn.read("clusters");

        ClusterAgreement agreement =
                ClusterAgreement.of(fixture.integers(name + "/clusters"), fixture.integers(name + "/classes"));

        assertThat(agreement.nmi()).isCloseTo(fixture.value(name, "nmi"), within(1e-10));
        assertThat(agreement.ami()).isCloseTo(fixture.value(name, "ami"), within(1e-10));
        assertThat(agreement.ari()).isCloseTo(fixture.value(name, "ari"), within(1e-10));
        assertThat(agreement.accuracy()).isEqualTo(fixture.value(name, "accuracy"));
    }

    /** All assignments of at most six rows, one after the other. */
    @Test
    void noAssignmentIsBetter() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int[][] values = new int[1 + random.nextInt(5)][6];
            for (int[] row : values) {
                IntStream.range(0, row.length).forEach(i -> row[i] = random.nextInt(20));
            }
            assertThat(OptimalAssignment.largestSum(values)).isEqualTo(best(values, 0, 0));
        }
    }

    private static long best(int[][] values, int row, int taken) {
        if (row == values.length) {
            return 0;
        }
        return IntStream.range(0, values[row].length)
                .filter(column -> (taken >> column & 1) == 0)
                .mapToLong(column -> values[row][column] + best(values, row + 1, taken | 1 << column))
                .max()
                .orElseThrow();
    }

    @Test
    void findsTheGroupsOfFeaturesAtEachLevel() {
        try (NDManager manager = NDManager.newBaseManager()) {
            int[] classes = IntStream.range(0, 120).map(i -> i % 6).toArray();
            NDArray noise = manager.randomNormal(0, 0.01f, new Shape(120, 6), DataType.FLOAT32);
            NDArray features = manager.eye(6)
                    .get(manager.create(
                            IntStream.range(0, 120).mapToLong(i -> i % 6).toArray()))
                    .add(noise);

            AtomicInteger iterations = new AtomicInteger();
            KMeans algorithm = new KMeans(20, 5, 1000, iterations::addAndGet);
            List<ClusterAgreement> levels = ClusterEvaluator.of(List.of(6, 2), algorithm, 0)
                    .evaluate(features.mul(manager.create(3f)), classes);

            assertThat(iterations).hasValue(2 * 5 * 20);
            assertThat(levels.get(0).ami()).isCloseTo(1, within(1e-9));
            assertThat(levels.get(0).accuracy()).isEqualTo(1);
            assertThat(levels.get(1).clusters()).isEqualTo(2);
            assertThat(levels.get(1).accuracy()).isCloseTo(2 / 6.0, within(1e-9));
        }
    }

    @Test
    void seedDecidesTheStarts() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray features = manager.randomNormal(0, 1, new Shape(200, 8), DataType.FLOAT32);
            int[] classes = IntStream.range(0, 200).map(i -> i % 5).toArray();

            List<ClusterAgreement> first = evaluate(features, classes, 0);

            assertThat(evaluate(features, classes, 0)).isEqualTo(first);
            assertThat(evaluate(features, classes, 1)).isNotEqualTo(first);
        }
    }

    private static List<ClusterAgreement> evaluate(NDArray features, int[] classes, int seed) {
        return ClusterEvaluator.of(List.of(20), new KMeans(3, 1, 1000), seed).evaluate(features, classes);
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatThrownBy(() -> ClusterAgreement.of(new int[2], new int[3]))
                .hasMessageContaining("must be given for the same images, at least one, but were 2 and 3");
        assertThatThrownBy(() -> ClusterEvaluator.of(List.of(2, 5), KMeans.PUBLISHED, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
