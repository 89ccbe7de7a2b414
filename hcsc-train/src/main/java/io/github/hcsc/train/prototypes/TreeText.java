package io.github.hcsc.train.prototypes;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A tree in a few lines of text. */
public final class TreeText {

    private TreeText() {}

    /**
     * Describes all levels and the largest nodes of the coarsest.
     *
     * @param lines nodes at most
     */
    public static String of(PrototypeTree tree, ImageTable images, int lines) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "tree of epoch %d, %d images%n", tree.epoch(), tree.images()));
        List<LevelSummary> levels = LevelSummary.of(tree, images);
        for (int l = levels.size() - 1; l >= 0; l--) {
            LevelSummary level = levels.get(l);
            text.append(String.format(
                    Locale.ROOT,
                    "level %d: %5d nodes, %d without images, largest %d%s%s%n",
                    l,
                    level.nodes(),
                    level.empty(),
                    level.largest(),
                    percent(", drift %.1f %%", level.drift()),
                    percent(", purity %.1f %%", level.purity())));
        }
        int top = tree.levels().size() - 1;
        text.append(String.format(
                Locale.ROOT, "%-9s %7s %8s %7s  %-24s %s", "node", "images", "density", "moved", "class", "typical"));
        IntStream.range(0, tree.top().size())
                .mapToObj(node -> NodeSummary.of(tree, images, new TreeNode(top, node)))
                .sorted(Comparator.comparingInt(NodeSummary::size).reversed())
                .limit(lines)
                .forEach(node -> text.append(line(node, tree, images)));
        if (tree.top().size() > lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n... and %d further nodes of this level",
                    tree.top().size() - lines));
        }
        return text.toString();
    }

    private static String line(NodeSummary node, PrototypeTree tree, ImageTable images) {
        int[] nearest = tree.level(node.node()).nearest(node.node().index(), 1);
        return String.format(
                Locale.ROOT,
                "%n%-9s %7d %8.3f %7s  %-24s %s",
                node.node(),
                node.size(),
                node.density(),
                percent("%.0f %%", node.moved()),
                node.majority()
                        .map(most -> String.format(Locale.ROOT, "%.0f %% %s", 100 * most.share(), most.name()))
                        .orElse("-"),
                nearest.length == 0 ? "-" : images.names().get(nearest[0]));
    }

    private static String percent(String format, OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, format, 100 * share.getAsDouble()) : "";
    }
}
