package io.github.hcsc.train.prototypes;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A level of a tree in figures.
 *
 * @param nodes number of nodes
 * @param empty nodes without images
 * @param largest images of the largest node
 * @param drift share of the images that moved to another node since the tree before
 * @param purity share of the images whose class is the most frequent of their node
 */
public record LevelSummary(int nodes, int empty, int largest, OptionalDouble drift, OptionalDouble purity) {

    /** Sums up a level. */
    static LevelSummary of(TreeLevel level, List<NodeSummary> nodes) {
        int[] sizes = nodes.stream().mapToInt(NodeSummary::size).toArray();
        return new LevelSummary(
                sizes.length,
                (int) IntStream.of(sizes).filter(size -> size == 0).count(),
                IntStream.of(sizes).max().orElse(0),
                weighted(level, nodes.stream().map(NodeSummary::moved).toList()),
                weighted(
                        level,
                        nodes.stream()
                                .map(node -> node.majority().isPresent()
                                        ? OptionalDouble.of(
                                                node.majority().get().share())
                                        : OptionalDouble.empty())
                                .toList()));
    }

    /** Sums up every level, finest first. */
    public static List<LevelSummary> of(PrototypeTree tree, ImageTable images) {
        return IntStream.range(0, tree.levels().size())
                .mapToObj(l -> {
                    TreeLevel level = tree.levels().get(l);
                    return of(
                            level,
                            IntStream.range(0, level.size())
                                    .mapToObj(node -> NodeSummary.of(tree, images, new TreeNode(l, node)))
                                    .toList());
                })
                .toList();
    }

    private static OptionalDouble weighted(TreeLevel level, List<OptionalDouble> shares) {
        double sum = 0;
        boolean any = false;
        for (int node = 0; node < shares.size(); node++) {
            if (shares.get(node).isPresent()) {
                any = true;
                sum += shares.get(node).getAsDouble() * level.size(node);
            }
        }
        return any ? OptionalDouble.of(sum / level.images()) : OptionalDouble.empty();
    }
}
