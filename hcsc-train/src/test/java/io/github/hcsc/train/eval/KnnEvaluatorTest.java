package io.github.hcsc.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KnnEvaluatorTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "50, 20, 4, 3, 1, 0.07, 1",
        "50, 20, 4, 3, 7, 0.07, 2",
        "200, 301, 16, 10, 20, 0.07, 3",
        "200, 99, 16, 10, 200, 1.0, 4",
        "30, 5, 2, 30, 30, 0.01, 5",
        "1, 3, 2, 1, 1, 0.07, 6",
    })
    void agreesWithTheFormula(int n, int m, int d, int classes, int k, double temperature, long seed) {
        float[][] bank = Points.gaussian(n, d, seed);
        float[][] queries = Points.gaussian(m, d, seed + 100);
        int[] bankLabels = Points.labels(n, classes, seed + 200);
        int[] queryLabels = Points.labels(m, classes, seed + 300);

        KnnResult result = new KnnEvaluator(List.of(k), temperature)
                .evaluate(manager.create(bank), bankLabels, manager.create(queries), queryLabels)
                .get(0);

        double[] expected = naive(bank, bankLabels, queries, queryLabels, k, temperature);
        assertThat(result.top1()).isCloseTo(expected[0], within(1e-9));
        assertThat(result.top5()).isCloseTo(expected[1], within(1e-9));
        assertThat(result.images()).isEqualTo(m);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 100, 200})
    void agreesWithScikitLearn(int k) {
        ScikitLearn fixture = ScikitLearn.read("knn");

        KnnResult result = new KnnEvaluator(List.of(k), 0.07)
                .evaluate(
                        fixture.array(manager, "bank"),
                        fixture.integers("bank_labels"),
                        fixture.array(manager, "queries"),
                        fixture.integers("query_labels"))
                .get(0);

        assertThat(result.top1()).isCloseTo(fixture.value("" + k, "top1"), within(1e-9));
        if (fixture.expected().getAsJsonObject().getAsJsonObject("" + k).has("top5")) {
            assertThat(result.top5()).isCloseTo(fixture.value("" + k, "top5"), within(1e-9));
        }
    }

    @Test
    void recognisesEveryImageOfItsBank() {
        NDArray bank = manager.create(Points.gaussian(100, 8, 1));
        int[] labels = Points.labels(100, 7, 2);

        KnnResult result = new KnnEvaluator(List.of(1), 0.07)
                .evaluate(bank, labels, bank, labels)
                .get(0);

        assertThat(result.top1()).isEqualTo(100);
    }

    @Test
    void doesNotDependOnTheLengthOfFeatures() {
        NDArray bank = manager.create(Points.gaussian(60, 8, 1));
        NDArray queries = manager.create(Points.gaussian(60, 8, 2));
        int[] labels = Points.labels(60, 4, 3);
        KnnEvaluator knn = KnnEvaluator.published();

        assertThat(knn.evaluate(bank.mul(4), labels, queries.mul(0.25f), labels))
                .isEqualTo(knn.evaluate(bank, labels, queries, labels));
    }

    @Test
    void takesTheWholeBankWhenItIsSmallerThanTheNeighbourhood() {
        NDArray bank = manager.create(Points.gaussian(60, 8, 1));
        int[] labels = Points.labels(60, 4, 3);

        List<KnnResult> results = KnnEvaluator.published().evaluate(bank, labels, bank, labels);

        assertThat(results).extracting(KnnResult::neighbours).containsExactly(10, 20, 60, 60);
        assertThat(results.get(3).toString()).startsWith("kNN of 60 neighbours (the bank holds no 200): top-1 ");
        assertThat(results.get(0).toString()).startsWith("kNN of 10 neighbours: top-1 ");
    }

    @Test
    void countsQueriesOfUnseenClassesAsWrong() {
        NDArray bank = manager.create(Points.gaussian(10, 4, 1));

        KnnResult result = new KnnEvaluator(List.of(10), 0.07)
                .evaluate(bank, new int[10], manager.create(Points.gaussian(2, 4, 2)), new int[] {0, 9})
                .get(0);

        assertThat(result.top1()).isEqualTo(50);
        assertThat(result.top5()).isEqualTo(50);
    }

    @Test
    void leavesNoArraysBehind() {
        NDArray bank = manager.create(Points.gaussian(60, 8, 1));
        int[] labels = Points.labels(60, 4, 3);
        int before = manager.getManagedArrays().size();

        for (int i = 0; i < 5; i++) {
            KnnEvaluator.published().evaluate(bank, labels, bank, labels);
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void refusesWhatCannotBeEvaluated() {
        NDArray bank = manager.create(Points.gaussian(3, 2, 1));
        NDArray broken = manager.create(new float[][] {{1, 2}, {Float.NaN, 0}, {1, 1}});
        KnnEvaluator knn = KnnEvaluator.published();
        int[] labels = {0, 1, 2};

        assertThatThrownBy(() -> knn.evaluate(bank, new int[2], bank, labels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bank must be a matrix with one row per label, but was (3, 2) with 2 labels");
        assertThatThrownBy(() -> knn.evaluate(bank, labels, bank, new int[] {0, -1, 2}))
                .hasMessage("queries must have labels from 0 on, but one is negative");
        assertThatThrownBy(() -> knn.evaluate(bank, labels, broken, labels))
                .hasMessage("queries must be finite, but contain NaN or infinity: the encoder has diverged");
        assertThatThrownBy(() -> new KnnEvaluator(List.of(), 0.07))
                .hasMessage("neighbours must be positive numbers, but was []");
        assertThatThrownBy(() -> new KnnEvaluator(List.of(1), Double.NaN))
                .hasMessage("temperature must be positive, but was NaN");
    }

    /** Top-1 and top-5 in per cent: sort all similarities, add up the weights, rank the classes. */
    private static double[] naive(
            float[][] bank, int[] bankLabels, float[][] queries, int[] queryLabels, int k, double temperature) {
        double[][] unitBank = Points.unit(bank);
        double[][] unitQueries = Points.unit(queries);
        int classes = IntStream.of(bankLabels).max().orElseThrow() + 1;
        int top1 = 0;
        int top5 = 0;
        for (int i = 0; i < queries.length; i++) {
            double[] query = unitQueries[i];
            double[] scores = new double[classes];
            IntStream.range(0, bank.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> -Points.dot(query, unitBank[j])))
                    .limit(k)
                    .forEach(j -> scores[bankLabels[j]] += Math.exp(Points.dot(query, unitBank[j]) / temperature));
            List<Integer> ranking = IntStream.range(0, classes)
                    .boxed()
                    .filter(c -> scores[c] > 0)
                    .sorted(Comparator.comparingDouble(c -> -scores[c]))
                    .toList();
            int rank = ranking.indexOf(queryLabels[i]);
            top1 += rank == 0 ? 1 : 0;
            top5 += rank >= 0 && rank < Math.min(5, k) ? 1 : 0;
        }
        return new double[] {100.0 * top1 / queries.length, 100.0 * top5 / queries.length};
    }
}
