package io.github.hcsc.train.onnx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.label.NodeNames;
import java.util.Map;

/**
 * A tree, some of whose nodes may have names.
 *
 * @param tree the tree
 * @param given names that were given to nodes; others take theirs from those, as {@code hcsc label} has it
 */
public record NamedTree(PrototypeTree tree, Map<TreeNode, String> given) {
    /** Copies the names. */
    public NamedTree {
        given = Map.copyOf(given);
    }

    boolean isNamed() {
        return !given.isEmpty();
    }

    /** The names of a level as a JSON array by node, with null for those without. */
    String names(int level) {
        NodeNames names = new NodeNames(tree, given);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int node = 0; node < tree.levels().get(level).size(); node++) {
            names.of(new TreeNode(level, node)).ifPresentOrElse(array::add, array::addNull);
        }
        return array.toString();
    }
}
