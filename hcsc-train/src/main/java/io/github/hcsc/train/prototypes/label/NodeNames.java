package io.github.hcsc.train.prototypes.label;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What nodes are called. A node without a name of its own is called as the nearest node above it that has one, else by the
 * one name that all named nodes below it share.
 */
public final class NodeNames {

    private final PrototypeTree tree;
    private final Map<TreeNode, String> given;
    private final Map<TreeNode, Set<String>> below = new HashMap<>();

    /** Takes the names that were given to some nodes. */
    public NodeNames(PrototypeTree tree, Map<TreeNode, String> given) {
        this.tree = tree;
        this.given = Map.copyOf(given);
    }

    /** Returns what a node is called, if anything. */
    public Optional<String> of(TreeNode node) {
        Optional<TreeNode> named = Optional.of(node);
        while (named.isPresent() && !given.containsKey(named.get())) {
            named = tree.parent(named.get());
        }
        if (named.isPresent()) {
            return named.map(given::get);
        }
        Set<String> names = below(node);
        return names.size() == 1 ? names.stream().findAny() : Optional.empty();
    }

    /** The names of the named nodes nearest below, or of the node itself. */
    private Set<String> below(TreeNode node) {
        String own = given.get(node);
        if (own != null) {
            return Set.of(own);
        }
        Set<String> known = below.get(node);
        if (known == null) {
            List<TreeNode> children = tree.children(node);
            known = children.stream().flatMap(child -> below(child).stream()).collect(Collectors.toUnmodifiableSet());
            below.put(node, known);
        }
        return known;
    }
}
