package io.github.hcsc.train.prototypes.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.RandomTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.label.NameSpreader.ImageName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NameSpreaderTest {
    private final RandomTree random = RandomTree.of(400, 8, 5, 24, 8, 3);
    private final PrototypeTree tree = random.tree();

    @Test
    void confidenceIsTheShareOfThePrototypesOfAName() {
        Map<TreeNode, String> names = leaves(node -> node < 10 ? "low" : "high");
        List<ImageName> spread = spread(names, 0);

        for (int image = 0; image < 400; image += 23) {
            double low = naiveShare(image, 0, 10);
            ImageName name = spread.get(image);
            assertThat(name.name()).hasValue(low > 0.5 ? "low" : "high");
            assertThat(name.confidence()).isCloseTo(Math.max(low, 1 - low), within(1e-5));
            assertThat(name.node())
                    .isEqualTo(new TreeNode(0, tree.levels().get(0).nodeOf(image)));
        }
    }

    /** Softmax over the finest level from the formula, summed over the first nodes. */
    private double naiveShare(int image, int first, int end) {
        TreeLevel level = tree.levels().get(0);
        double[] weights = IntStream.range(0, level.size())
                .mapToDouble(node ->
                        Math.exp(random.embeddings().similarity(image, level.centroid(node)) / level.density(node)))
                .toArray();
        return DoubleStream.of(weights).skip(first).limit(end).sum()
                / DoubleStream.of(weights).sum();
    }

    @Test
    void aHigherThresholdNamesFewerImagesAndFromHigherUp() {
        Map<TreeNode, String> names = leaves(node -> "leaf" + node);
        IntStream.range(0, 8).forEach(node -> names.put(new TreeNode(1, node), "middle" + node));
        names.put(new TreeNode(2, 0), "top");
        List<ImageName> before = spread(names, 0);
        assertThat(before)
                .allMatch(name -> name.name().isPresent() && name.node().level() == 0);

        for (double threshold = 0.1; threshold <= 1; threshold += 0.1) {
            List<ImageName> now = spread(names, threshold);
            for (int image = 0; image < now.size(); image++) {
                assertThat(height(now.get(image))).isGreaterThanOrEqualTo(height(before.get(image)));
                if (now.get(image).name().isPresent()) {
                    assertThat(now.get(image).confidence()).isGreaterThanOrEqualTo(threshold);
                }
            }
            before = now;
        }
        assertThat(before).anyMatch(name -> name.name().isEmpty());
    }

    /** The level that named an image, above all levels if none did. */
    private int height(ImageName name) {
        return name.name().isPresent() ? name.node().level() : tree.levels().size();
    }

    @Test
    void anUnsureLeafLeavesItToItsParent() {
        Map<TreeNode, String> names = leaves(node -> "leaf" + node);
        IntStream.range(0, 8).forEach(node -> names.put(new TreeNode(1, node), "parent"));

        assertThat(spread(names, 0.9)).allSatisfy(name -> assertThat(name.name().orElseThrow())
                .isEqualTo(name.node().level() == 0 ? "leaf" + name.node().index() : "parent"));
    }

    @Test
    void nodesWithoutANameAreCalledAsTheirParentOrAsAllTheirChildren() {
        TreeNode parent = new TreeNode(1, tree.levels().get(0).parent(0).orElseThrow());
        List<TreeNode> children = tree.children(parent);

        NodeNames fromAbove = new NodeNames(tree, Map.of(parent, "a"));
        assertThat(fromAbove.of(children.get(0))).hasValue("a");
        assertThat(fromAbove.of(tree.parent(parent).orElseThrow())).hasValue("a");

        Map<TreeNode, String> agreeing = new HashMap<>();
        children.forEach(child -> agreeing.put(child, "b"));
        assertThat(new NodeNames(tree, agreeing).of(parent)).hasValue("b");

        Map<TreeNode, String> split = new HashMap<>(agreeing);
        TreeNode other = IntStream.range(0, 24)
                .mapToObj(node -> new TreeNode(0, node))
                .filter(node -> !tree.parent(node).orElseThrow().equals(parent))
                .findFirst()
                .orElseThrow();
        split.put(other, "c");
        assertThat(new NodeNames(tree, split).of(parent)).hasValue("b");
        assertThat(new NodeNames(tree, Map.of()).of(parent)).isEmpty();
    }

    @Test
    void imagesAmongUnnamedNodesStayWithoutAName() {
        TreeNode only = new TreeNode(0, 2);
        List<ImageName> spread = spread(Map.of(only, "found"), 0.6);

        assertThat(spread).anyMatch(name -> name.name().isPresent());
        assertThat(spread.stream().filter(name -> name.name().isPresent()).count())
                .isLessThan(200);
    }

    @Test
    void refusesUnknownNodesAndThresholds() {
        assertThatThrownBy(() -> spread(Map.of(new TreeNode(0, 24), "x"), 0.5))
                .hasMessage("node L0-24 is not in the tree");
        assertThatThrownBy(() -> spread(Map.of(), 1.1)).hasMessage("threshold must lie in [0, 1], but was 1.1");
    }

    private Map<TreeNode, String> leaves(IntFunction<String> name) {
        Map<TreeNode, String> names = new HashMap<>();
        IntStream.range(0, 24).forEach(node -> names.put(new TreeNode(0, node), name.apply(node)));
        return names;
    }

    private List<ImageName> spread(Map<TreeNode, String> names, double threshold) {
        return new NameSpreader(tree, names, threshold).spread(random.embeddings());
    }
}
