package io.github.hcsc.train.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thirty rows and thirty-six probabilities with everything that is computed of them, from the formulas by NumPy. */
final class AuditVectorsTest {
    private static final double CLOSE = 2e-6;

    private final JsonNode all = read();
    private final JsonNode expected = all.get("vectors");
    private final Audited set =
            new Sample(matrix(expected.get("rows")), integers(expected.get("classes"))).audited(5, 2);
    private final Neighbours neighbours =
            Sample.neighbours(set, expected.get("k").asInt());
    private final double angle = Math.acos(expected.get("at_cosine").asDouble());

    private static JsonNode read() {
        try (InputStream stream =
                Objects.requireNonNull(AuditVectorsTest.class.getResourceAsStream("/golden/audit.json"))) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void neighboursAndTheirAngles() {
        double[][] angles = matrix(expected.get("angles"));
        double[] typicality = doubles(expected.get("typicality"));
        for (int row = 0; row < angles.length; row++) {
            int[] found = IntStream.range(0, 5).map(neighbour(row)).toArray();
            assertThat(found).isEqualTo(integers(expected.get("neighbours").get(row)));
            for (int place = 0; place < 5; place++) {
                assertThat(neighbours.angle(row, place)).isCloseTo(angles[row][place], within(CLOSE));
            }
            assertThat(1 / neighbours.meanAngle(row)).isCloseTo(typicality[row], within(CLOSE));
        }
    }

    private java.util.function.IntUnaryOperator neighbour(int row) {
        return place -> neighbours.image(row, place);
    }

    @Test
    void falseAlarms() {
        FalseAlarms alarms = FalseAlarms.of(neighbours);
        double[] probabilities = doubles(expected.get("p_of_row"));

        assertThat(alarms.dimension())
                .isCloseTo(expected.get("intrinsic_dimension").asDouble(), within(CLOSE));
        assertThat(alarms.expected(angle))
                .isCloseTo(expected.get("expected_false_pairs_ends").asDouble(), within(CLOSE));
        assertThat(alarms.observed(angle)).isEqualTo(expected.get("observed").asInt());
        for (int row = 0; row < probabilities.length; row++) {
            assertThat(alarms.probability(row, angle)).isCloseTo(probabilities[row], within(CLOSE));
        }
    }

    @Test
    void groupsAndWhatIsKeptOfThem() {
        CopyGroups groups = groups(KeepRule.typical(set.embeddings()));

        assertThat(groups.groups().stream().map(CopyGroups.Group::images))
                .containsExactly(new int[] {3, 27, 28}, new int[] {14, 29});
        assertThat(groups.groups().stream().mapToInt(CopyGroups.Group::kept).toArray())
                .containsExactly(integers(expected.get("medoids")));
        assertThat(groups(KeepRule.first()).superfluous()).containsExactly(27, 28, 29);
    }

    private CopyGroups groups(KeepRule keep) {
        return CopyGroups.of(Sample.pairs(set, neighbours).within(angle), angle, set.embeddings(), keep);
    }

    @Test
    void votes() {
        Classes classes = Classes.of(set.images().classes());
        double[][] votes = new NeighbourVotes(neighbours, CopyGroups.none()).of(classes);
        double[] own = doubles(expected.get("vote_for_own_class"));

        for (int row = 0; row < own.length; row++) {
            assertThat(votes[row][classes.given()[row]]).isCloseTo(own[row], within(CLOSE));
        }
    }

    @Test
    void confidentLearning() {
        JsonNode case1 = all.get("confident_learning");
        int[] given = integers(case1.get("labels"));
        double[][] probabilities = matrix(case1.get("probabilities"));
        ConfidentLearning learning = new ConfidentLearning(new Classes(List.of("a", "b", "c"), given), probabilities);

        assertThat(learning.thresholds())
                .usingComparatorWithPrecision(CLOSE)
                .containsExactly(doubles(case1.get("thresholds")));
        double[][] joint = matrix(case1.get("calibrated"));
        for (int name = 0; name < joint.length; name++) {
            assertThat(learning.joint()[name])
                    .usingComparatorWithPrecision(CLOSE)
                    .containsExactly(joint[name]);
        }
        assertThat(learning.errors()).isCloseTo(case1.get("estimated_errors").asDouble(), within(CLOSE));
        assertThat(IntStream.range(0, given.length).filter(learning::contradicts))
                .containsExactly(Arrays.stream(integers(case1.get("off_diagonal")))
                        .boxed()
                        .toArray(Integer[]::new));
        assertThat(IntStream.range(0, given.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(learning.margin(a), learning.margin(b)))
                        .limit(8)
                        .mapToInt(Integer::intValue)
                        .toArray())
                .isEqualTo(integers(case1.get("order_by_margin")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void entropies(int number) {
        JsonNode entropy = all.get("entropy").get(number);
        int[] counts = integers(entropy.get("counts"));

        assertThat(Coverage.normalised(Coverage.entropy(counts), counts.length))
                .isCloseTo(entropy.get("normalised").asDouble(), within(1e-6));
    }

    private static int[] integers(JsonNode node) {
        return IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray();
    }

    private static double[] doubles(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToDouble(i -> node.get(i).asDouble())
                .toArray();
    }

    private static double[][] matrix(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToObj(i -> doubles(node.get(i)))
                .toArray(double[][]::new);
    }
}
