package io.github.hcsc.train.prototypes.label;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Spreads names of nodes to images.
 *
 * <p>The finest level decides first. An image belongs to node \( v \) of a level with probability \( \mathrm{softmax}_v(z
 * \cdot c_v / \phi_v) \), from its embedding and the nodes' centroids and densities, as in the selection of negatives. The
 * confidence of a name is the probability of all nodes of that name. If no name reaches the threshold, the level above
 * decides, and so on; if none is sure, the image stays without a name. Nodes of no name keep their probability, so an
 * image among unnamed nodes gets no name.
 */
public final class NameSpreader {

    private final PrototypeTree tree;
    private final double threshold;
    private final List<List<Optional<String>>> names; // by level and node

    /**
     * Takes names.
     *
     * @param given names of some nodes of any levels
     * @param threshold least confidence of a name, in 0..1; at 0 an image remains without a name only if its level has none
     * @throws IllegalArgumentException if a node is not in the tree or the threshold is out of range
     */
    public NameSpreader(PrototypeTree tree, Map<TreeNode, String> given, double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must lie in [0, 1], but was " + threshold);
        }
        for (TreeNode node : given.keySet()) {
            if (!tree.has(node)) {
                throw new IllegalArgumentException("node " + node + " is not in the tree");
            }
        }
        this.tree = tree;
        this.threshold = threshold;
        NodeNames all = new NodeNames(tree, given);
        names = IntStream.range(0, tree.levels().size())
                .mapToObj(l -> IntStream.range(0, tree.levels().get(l).size())
                        .mapToObj(node -> all.of(new TreeNode(l, node)))
                        .toList())
                .toList();
    }

    /** Names the images of the tree. */
    public List<ImageName> spread(Embeddings embeddings) {
        return IntStream.range(0, embeddings.size())
                .parallel()
                .mapToObj(image -> name(embeddings.row(image), image))
                .toList();
    }

    private ImageName name(float[] row, int image) {
        double sure = 0;
        for (int l = 0; l < names.size(); l++) {
            TreeNode node = new TreeNode(l, tree.levels().get(l).nodeOf(image));
            Optional<Map.Entry<String, Double>> best = best(row, l);
            if (best.isPresent() && best.get().getValue() >= threshold) {
                return new ImageName(
                        Optional.of(best.get().getKey()), best.get().getValue(), node);
            }
            sure = Math.max(sure, best.map(Map.Entry::getValue).orElse(0.0));
        }
        return new ImageName(
                Optional.empty(), sure, new TreeNode(0, tree.levels().get(0).nodeOf(image)));
    }

    private Optional<Map.Entry<String, Double>> best(float[] row, int l) {
        double[] shares = tree.levels().get(l).posterior(row);
        Map<String, Double> votes = new HashMap<>();
        for (int node = 0; node < shares.length; node++) {
            double share = shares[node];
            names.get(l).get(node).ifPresent(name -> votes.merge(name, share, Double::sum));
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
    }

    /**
     * The name of an image.
     *
     * @param name its name; none if no level of the tree is sure enough
     * @param confidence share of the prototypes of this name among those that could have the image, in 0..1; without a name
     *     the largest that any name reached
     * @param node the image's own node in the level that gave the name
     */
    public record ImageName(Optional<String> name, double confidence, TreeNode node) {}
}
