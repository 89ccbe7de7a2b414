package io.github.hcsc.train.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.audit.CopyPairs.Pair;
import io.github.hcsc.train.audit.LabelErrors.Doubt;
import io.github.hcsc.train.prototypes.Embeddings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of any data: equality with comparing everything, and the stated number of false alarms. */
final class AuditLawsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.3})
    void pairsAreThoseOfComparingEverything(double angle) {
        Audited set = Sample.modes(1500, 5, 0.05, 1).audited(60, 12);
        Embeddings rows = set.embeddings();
        Set<Pair> all = new HashSet<>();
        for (int a = 0; a < rows.size(); a++) {
            for (int b = 0; b < rows.size(); b++) {
                double between = Angles.between(rows.row(a), rows.row(b));
                if (between <= angle && a != b) {
                    all.add(new Pair(a, b, between));
                }
            }
        }

        Neighbours neighbours = Sample.neighbours(set, 10);
        List<Pair> found = Sample.pairs(set, neighbours).within(angle).stream()
                .filter(pair -> pair.row() != pair.image())
                .toList();

        assertThat(all).hasSizeGreaterThan(20);
        assertThat(found).hasSameSizeAs(all);
        assertThat(new HashSet<>(found).equals(all)).isTrue();
        assertThat(neighbours.compared()).isLessThan(0.7);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void nearNeighboursByChanceAreAsManyAsExpectedAndNotTakenForCopies(int dimension) {
        int alarmed = 0;
        double expected = 0;
        double observed = 0;
        for (int seed = 0; seed < 20; seed++) {
            FalseAlarms alarms = FalseAlarms.of(
                    Sample.neighbours(Sample.gaussian(500, dimension, seed).audited(20), 10));
            double angle = 0;
            while (alarms.observed(angle) < 50) {
                angle += 0.002;
            }
            expected += alarms.expected(angle);
            observed += alarms.observed(angle);
            alarmed += alarms.threshold(0.05).isPresent() ? 1 : 0;
        }
        assertThat(expected / observed).isBetween(0.8, 5.0);
        assertThat(alarmed).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.01})
    void plantedCopiesAreFound(double noise) {
        Random random = new Random(5);
        Sample whole = Sample.modes(1200, 10, 0.3, 2);
        int[] copied = random.ints(0, 1200).distinct().limit(40).toArray();
        Sample planted = whole.with(
                Arrays.stream(copied)
                        .mapToObj(row -> Sample.near(whole.rows()[row], noise, random))
                        .toArray(double[][]::new),
                copied);
        Audited set = planted.audited(40, 10);
        Neighbours neighbours = Sample.neighbours(set, 10);
        FalseAlarms alarms = FalseAlarms.of(neighbours);

        double angle = alarms.threshold(0.05).orElseThrow();

        Set<Integer> faults = new HashSet<>(IntStream.range(1200, 1240).boxed().toList());
        Arrays.stream(copied).forEach(faults::add);
        List<Integer> flagged = IntStream.range(0, neighbours.rows())
                .filter(row -> neighbours.angle(row, 0) <= angle)
                .boxed()
                .toList();
        double right = flagged.stream().filter(faults::contains).count();
        assertThat(right / flagged.size()).as("precision").isGreaterThanOrEqualTo(0.9);
        assertThat(right / faults.size()).as("recall").isGreaterThanOrEqualTo(0.85);
        CopyGroups groups =
                CopyGroups.of(Sample.pairs(set, neighbours).within(angle), angle, set.embeddings(), KeepRule.first());
        assertThat(groups.groups())
                .allSatisfy(group -> assertThat(group.diameter()).isLessThanOrEqualTo(2 * angle));
    }

    @Test
    void aChainIsSplitIntoGroupsAroundWhatIsKept() {
        double[][] chain = IntStream.range(0, 12)
                .mapToObj(i -> new double[] {Math.cos(0.01 * i), Math.sin(0.01 * i)})
                .toArray(double[][]::new);
        Audited set = new Sample(chain, new int[0]).audited(2);
        Neighbours neighbours = Sample.neighbours(set, 3);

        CopyGroups groups =
                CopyGroups.of(Sample.pairs(set, neighbours).within(0.0105), 0.0105, set.embeddings(), KeepRule.first());

        assertThat(groups.groups().stream().map(CopyGroups.Group::images).map(Arrays::toString))
                .containsExactly("[0, 1]", "[2, 3]", "[4, 5]", "[6, 7]", "[8, 9]", "[10, 11]");
        assertThat(groups.groups())
                .allSatisfy(group -> assertThat(group.chain()).isZero());
        assertThat(groups.superfluous()).containsExactly(1, 3, 5, 7, 9, 11);
    }

    @Test
    void manyEqualRowsLeaveTheThresholdAlone() {
        Sample whole = Sample.modes(600, 5, 0.3, 4);
        double[][] equal = IntStream.range(0, 15).mapToObj(i -> whole.rows()[7]).toArray(double[][]::new);
        Audited set = whole.with(equal, new int[15]).audited(20);
        Neighbours neighbours = Sample.neighbours(set, 10);

        OptionalDouble angle = FalseAlarms.of(neighbours).threshold(0.05);

        assertThat(angle).isPresent();
        CopyGroups groups = CopyGroups.of(
                Sample.pairs(set, neighbours).within(angle.getAsDouble()),
                angle.getAsDouble(),
                set.embeddings(),
                KeepRule.first());
        assertThat(groups.groups().get(0).images()).hasSize(16).startsWith(7);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "2, false"})
    void plantedErrorsOfClassesAreListedAndCounted(int seed, boolean any) {
        int count = 800;
        Sample whole = Sample.modes(count, 8, 1, 16, 0.5, seed);
        Random random = new Random(seed);
        int[] flipped = random.ints(0, count).distinct().limit(count / 20).toArray();
        int[] given = whole.classes().clone();
        for (int row : flipped) {
            given[row] = (given[row] + (any ? 1 + random.nextInt(7) : 1)) % 8;
        }
        Audited set = new Sample(whole.rows(), given).audited(30, 8);

        AuditResult result;
        try (NDManager manager = NDManager.newBaseManager()) {
            AuditSettings settings =
                    new AuditSettings(10, OptionalInt.empty(), 0.05, OptionalDouble.empty(), true, seed);
            result = new Audit(set, settings, KeepRule.first()).run(Optional.empty(), manager);
        }

        LabelErrors errors = result.labels().orElseThrow().errors();
        IntPredicate wrong = image -> Arrays.stream(flipped).anyMatch(row -> row == image);
        double precision = found(errors, flipped.length, wrong) / (double) flipped.length;
        assertThat(precision).isGreaterThanOrEqualTo(0.9);
        assertThat(found(errors, 2 * flipped.length, wrong)).isGreaterThanOrEqualTo((int) (0.95 * flipped.length));
        assertThat(errors.estimated()).isBetween(0.7 * flipped.length, 1.4 * flipped.length);
    }

    private static int found(LabelErrors errors, int first, IntPredicate wrong) {
        return (int) errors.ranked().stream()
                .limit(first)
                .mapToInt(Doubt::image)
                .filter(wrong)
                .count();
    }

    @Test
    void plantedOutliersAreFound() {
        Sample whole = Sample.modes(1000, 10, 0.25, 3);
        Random random = new Random(6);
        double[][] odd =
                IntStream.range(0, 20).mapToObj(i -> Sample.normal(12, random)).toArray(double[][]::new);
        Audited set = new Sample(whole.with(odd, new int[20]).rows(), new int[0]).audited(40, 10);

        OutlierTest test =
                OutlierTest.of(Sample.neighbours(set, 10), set.tree().levels().get(0));

        double right =
                test.found().stream().filter(outlier -> outlier.image() >= 1000).count();
        assertThat(right / test.found().size()).as("precision").isGreaterThanOrEqualTo(0.9);
        assertThat(right / 20).as("recall").isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void fewHonestRowsAreOutliers(int dimension) {
        Audited set = Sample.gaussian(2000, dimension, 0).audited(40);

        OutlierTest test =
                OutlierTest.of(Sample.neighbours(set, 10), set.tree().levels().get(0));

        assertThat(test.found()).hasSizeLessThanOrEqualTo(20);
    }
}
