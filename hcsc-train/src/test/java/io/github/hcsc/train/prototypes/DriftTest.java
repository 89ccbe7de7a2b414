package io.github.hcsc.train.prototypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DriftTest {

    @Test
    void doesNotSeeNewNumbersOfTheSameNodes() {
        Drift drift = Drift.between(new int[] {0, 0, 1, 1, 2}, new int[] {2, 2, 0, 0, 1}, 3);

        assertThat(drift.share()).isZero();
        assertThat(drift.perNode()).containsExactly(0, 0, 0);
    }

    @Test
    void countsTheSmallerPartOfASplitNode() {
        Drift drift = Drift.between(new int[] {0, 0, 0, 0}, new int[] {0, 0, 0, 1}, 2);

        assertThat(drift.share()).isEqualTo(0.25);
        assertThat(drift.perNode()).containsExactly(0, 1);
    }

    @Test
    void countsTheSmallerOfTwoNodesThatMerge() {
        Drift drift = Drift.between(new int[] {0, 0, 0, 1, 1}, new int[] {0, 0, 0, 0, 0}, 2);

        assertThat(drift.share()).isCloseTo(0.4, within(1e-9));
        assertThat(drift.perNode()).containsExactly(new float[] {0.4f, 0}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void movesAtLeastAsManyImagesAsTheBestMatchingAndAtMostTwiceTheRest(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] before = random.ints(60, 0, 4).toArray();
        int[] after = random.ints(60, 0, 4).toArray();

        double stayed = 1 - Drift.between(before, after, 4).share();

        double best = best(before, after, new int[] {0, 1, 2, 3}, 0) / 60.0;
        assertThat(stayed).isLessThanOrEqualTo(best + 1e-9).isGreaterThanOrEqualTo(best / 2);
    }

    @Test
    void refusesOtherImages() {
        assertThatThrownBy(() -> Drift.between(new int[3], new int[4], 1))
                .hasMessage("both clusterings must have the same images, but was 3 and 4 images");
    }

    /** The images that stay under the best of all permutations. */
    private static int best(int[] before, int[] after, int[] permutation, int fixed) {
        if (fixed == permutation.length) {
            return (int) IntStream.range(0, before.length)
                    .filter(i -> permutation[before[i]] == after[i])
                    .count();
        }
        int best = 0;
        for (int i = fixed; i < permutation.length; i++) {
            int[] swapped = Arrays.copyOf(permutation, permutation.length);
            swapped[fixed] = permutation[i];
            swapped[i] = permutation[fixed];
            best = Math.max(best, best(before, after, swapped, fixed + 1));
        }
        return best;
    }
}
