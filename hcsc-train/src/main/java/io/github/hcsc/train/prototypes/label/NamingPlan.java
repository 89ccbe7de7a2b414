package io.github.hcsc.train.prototypes.label;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which nodes to name when only so many can be named.
 *
 * <p>They are nodes of several levels, none above another, whose prototypes stand for their images as well as that number
 * of nodes can: from the coarsest level on, again and again the node is replaced by its children whose images gain most
 * cosine to their prototype for each node more.
 */
public final class NamingPlan {

    private record Split(TreeNode node, List<TreeNode> children, double gain) {}

    private final PrototypeTree tree;

    /** Plans for a tree. */
    public NamingPlan(PrototypeTree tree) {
        this.tree = tree;
    }

    /**
     * Chooses nodes, those with most images first.
     *
     * @param count number of nodes; fewer are chosen if the finest level has fewer
     * @throws IllegalArgumentException if the number is not positive
     */
    public List<TreeNode> choose(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("nodes must be at least 1, but was " + count);
        }
        int top = tree.levels().size() - 1;
        List<TreeNode> chosen = IntStream.range(0, tree.top().size())
                .mapToObj(node -> new TreeNode(top, node))
                .filter(node -> tree.size(node) > 0)
                .sorted(byImages())
                .limit(count)
                .collect(ArrayList::new, List::add, List::addAll);
        for (Optional<Split> best = best(chosen, count); best.isPresent(); best = best(chosen, count)) {
            chosen.remove(best.get().node);
            chosen.addAll(best.get().children);
        }
        chosen.sort(byImages());
        return List.copyOf(chosen);
    }

    private Comparator<TreeNode> byImages() {
        return Comparator.comparingInt(tree::size)
                .reversed()
                .thenComparing(Comparator.comparingInt(TreeNode::level).reversed())
                .thenComparingInt(TreeNode::index);
    }

    private Optional<Split> best(List<TreeNode> chosen, int count) {
        return chosen.stream()
                .filter(node -> node.level() > 0)
                .map(this::split)
                .filter(split -> chosen.size() + split.children.size() - 1 <= count)
                .max(Comparator.comparingDouble(Split::gain));
    }

    /** An only child costs nothing and comes first. */
    private Split split(TreeNode node) {
        List<TreeNode> children = tree.children(node).stream()
                .filter(child -> tree.size(child) > 0)
                .toList();
        double gain = children.stream().mapToDouble(this::similarity).sum() - similarity(node);
        return new Split(
                node, children, children.size() == 1 ? Double.POSITIVE_INFINITY : gain / (children.size() - 1));
    }

    private double similarity(TreeNode node) {
        TreeLevel level = tree.level(node);
        return IntStream.of(level.members(node.index()))
                .mapToDouble(level::similarity)
                .sum();
    }
}
