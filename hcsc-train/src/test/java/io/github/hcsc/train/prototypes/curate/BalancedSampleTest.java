package io.github.hcsc.train.prototypes.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.WorkedTree;
import io.github.hcsc.train.prototypes.curate.BalancedSample.FairShares;
import io.github.hcsc.train.prototypes.curate.BalancedSample.Rule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BalancedSampleTest {
    private final PrototypeTree tree = RandomTree.of(900, 6, 2, 40, 9, 3).tree();

    @Test
    void fairSharesDifferByOneUnlessOneCanGiveNoMore() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 300; trial++) {
            int[] capacities = random.ints(random.nextInt(1, 9), 0, 20).toArray();
            int total = random.nextInt(IntStream.of(capacities).sum() + 1);

            requireFair(total, capacities, FairShares.of(total, capacities));
        }
    }

    private static void requireFair(int total, int[] capacities, int[] shares) {
        assertThat(IntStream.of(shares).sum()).isEqualTo(total);
        int largest = IntStream.of(shares).max().orElseThrow();
        for (int i = 0; i < shares.length; i++) {
            assertThat(shares[i]).isBetween(0, capacities[i]);
            if (shares[i] < capacities[i]) {
                assertThat(shares[i]).isGreaterThanOrEqualTo(largest - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50, 333, 899, 900})
    void sharesAreFairAtEveryNode(int count) {
        int[] sample = BalancedSample.of(tree, Rule.of(tree, count, 7));

        assertThat(sample).hasSize(count).isSorted().doesNotHaveDuplicates();
        int top = tree.levels().size() - 1;
        requireFairSiblings(
                IntStream.range(0, 3).mapToObj(n -> new TreeNode(top, n)).toList(), sample);
        for (int l = top; l > 0; l--) {
            for (int node = 0; node < tree.levels().get(l).size(); node++) {
                requireFairSiblings(tree.children(new TreeNode(l, node)), sample);
            }
        }
    }

    private void requireFairSiblings(List<TreeNode> siblings, int[] sample) {
        if (siblings.isEmpty()) {
            return;
        }
        int[] shares = siblings.stream()
                .mapToInt(node -> (int) IntStream.of(sample)
                        .filter(image -> tree.level(node).nodeOf(image) == node.index())
                        .count())
                .toArray();
        int[] capacities = siblings.stream().mapToInt(tree::size).toArray();
        requireFair(IntStream.of(shares).sum(), capacities, shares);
    }

    /** The worked cases of two levels and five leaves, images of a leaf nearest first. */
    @ParameterizedTest
    @CsvSource({
        "5, '0 4 10 12 17'",
        "9, '0 2 4 9 10 11 12 13 17'",
        "13, '0 1 2 3 4 9 10 11 12 13 14 15 17'",
        "18, '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17'"
    })
    void nearestImagesOfEachLeafComeFirst(int count, String rows) {
        int[][] nearestFirst = {{4, 9, 1}, {0, 2, 3, 5, 6, 7, 8}, {10, 11}, {12, 13, 14, 15, 16}, {17}};
        PrototypeTree worked = WorkedTree.of(nearestFirst, 0, 0, 1, 1, 2);
        BitSet all = new BitSet();
        all.set(0, 18);
        int[] expected =
                Arrays.stream(rows.split(" ")).mapToInt(Integer::parseInt).toArray();

        assertThat(BalancedSample.of(worked, new Rule(count, LeafPick.NEAREST, 1, all, 0)))
                .isEqualTo(expected);
    }

    @Test
    void anImageIsChosenAsOftenAsItMay() {
        BitSet few = new BitSet();
        few.set(3, 13);
        int[] sample = BalancedSample.of(tree, new Rule(30, LeafPick.RANDOM, 3, few, 0));

        assertThat(sample).hasSize(30).isSorted();
        assertThat(IntStream.of(sample).distinct().toArray())
                .isEqualTo(IntStream.range(3, 13).toArray());
    }

    @Test
    void theSeedDecides() {
        assertThat(BalancedSample.of(tree, Rule.of(tree, 100, 1)))
                .isEqualTo(BalancedSample.of(tree, Rule.of(tree, 100, 1)));
        assertThat(BalancedSample.of(tree, Rule.of(tree, 100, 1)))
                .isNotEqualTo(BalancedSample.of(tree, Rule.of(tree, 100, 2)));
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> BalancedSample.of(tree, Rule.of(tree, 901, 0)))
                .hasMessage("the number of images must lie in 1..900, but was 901");
    }

    @Test
    void balanceIsTheEntropyOfTheClasses() {
        ImageTable images = new ImageTable(
                IntStream.range(0, 8).mapToObj(String::valueOf).toList(),
                List.of("a", "a", "a", "a", "b", "b", "c", "d"));

        ClassBalance uneven = ClassBalance.of(images, 0, 1, 4, 6);
        assertThat(uneven.entropy()).isCloseTo(1.5 * Math.log(2) / Math.log(4), within(1e-12));
        assertThat(uneven.smallest()).isZero();
        assertThat(uneven.largest()).isEqualTo(2);
        assertThat(ClassBalance.of(images, 0, 4, 6, 7).entropy()).isCloseTo(1, within(1e-12));
        assertThat(ClassBalance.of(images, 0, 1).entropy()).isZero();
    }

    @Test
    void outliersAreLeastLikeTheirPrototype() {
        TreeLevel leaves = tree.levels().get(0);
        float[] sorted = new float[900];
        IntStream.range(0, 900).forEach(image -> sorted[image] = leaves.similarity(image));
        Arrays.sort(sorted);

        assertThat(Outliers.find(tree, 5))
                .extracting(match -> match.similarity())
                .containsExactly(sorted[0], sorted[1], sorted[2], sorted[3], sorted[4]);
    }
}
