package io.github.hcsc.train.prototypes.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamingPlanTest {
    private final PrototypeTree tree = RandomTree.of(600, 8, 3, 30, 10, 4).tree();
    private final NamingPlan plan = new NamingPlan(tree);

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 9, 17, 30, 100})
    void theChosenNodesHaveEveryImageOnce(int count) {
        List<TreeNode> chosen = plan.choose(count);

        assertThat(chosen).hasSizeLessThanOrEqualTo(count).doesNotHaveDuplicates();
        assertThat(chosen.stream().mapToInt(tree::size).sum()).isEqualTo(tree.images());
        Set<TreeNode> all = new HashSet<>(chosen);
        assertThat(chosen).noneMatch(node -> hasAncestorIn(all, node));
        assertThat(chosen)
                .isSortedAccordingTo(Comparator.comparingInt(tree::size).reversed());
    }

    private boolean hasAncestorIn(Set<TreeNode> nodes, TreeNode node) {
        for (Optional<TreeNode> above = tree.parent(node); above.isPresent(); above = tree.parent(above.get())) {
            if (nodes.contains(above.get())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void withFewNodesTheLargestComeFirst() {
        int[] sizes = IntStream.range(0, 4).map(tree.top()::size).sorted().toArray();

        assertThat(plan.choose(2)).extracting(tree::size).containsExactly(sizes[3], sizes[2]);
    }

    @Test
    void moreNodesStandBetterForTheirImages() {
        double before = 0;
        for (int count = 4; count <= 30; count += 2) {
            double similarity = similarity(plan.choose(count));
            assertThat(similarity).isGreaterThanOrEqualTo(before);
            before = similarity;
        }
    }

    private double similarity(List<TreeNode> nodes) {
        return nodes.stream()
                .flatMapToDouble(node ->
                        IntStream.of(tree.level(node).members(node.index())).mapToDouble(tree.level(node)::similarity))
                .sum();
    }

    @Test
    void theFirstSplitGainsMostForEachNodeMore() {
        List<TreeNode> top = plan.choose(4);
        double best = Double.NEGATIVE_INFINITY;
        TreeNode expected = top.get(0);
        for (TreeNode node : top) {
            List<TreeNode> children = tree.children(node);
            double gain = (similarity(children) - similarity(List.of(node))) / (children.size() - 1);
            if (gain > best) {
                best = gain;
                expected = node;
            }
        }

        int count = 3 + tree.children(expected).size();
        assertThat(plan.choose(count)).containsAll(tree.children(expected));
    }

    @Test
    void refusesNoNodes() {
        assertThatThrownBy(() -> plan.choose(0)).hasMessage("nodes must be at least 1, but was 0");
    }
}
