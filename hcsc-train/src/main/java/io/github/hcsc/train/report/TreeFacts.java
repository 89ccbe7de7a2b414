package io.github.hcsc.train.report;

import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeStore;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report tells of a run's newest tree of prototypes.
 *
 * @param page whether the page of the tree lies beside the report
 * @param warnings signs of a poor clustering
 * @param nodes the coarsest prototype of each image of the map, such as L2-17, nothing if it is not known; empty without a tree or a map
 */
public record TreeFacts(boolean page, List<String> warnings, List<String> nodes) {
    static final TreeFacts NONE = new TreeFacts(false, List.of(), List.of());

    /** Copies the lists. */
    public TreeFacts {
        warnings = List.copyOf(warnings);
        nodes = List.copyOf(nodes);
    }

    static TreeFacts of(Path run, Optional<EmbeddingSample> sample) throws IOException {
        boolean page = Files.exists(run.resolve("tree.html"));
        PrototypeStore store = PrototypeStore.of(run);
        if (store.epochs().isEmpty()) {
            return new TreeFacts(page, List.of(), List.of());
        }
        PrototypeTree tree = store.newest();
        List<String> nodes = sample.isPresent()
                ? coarsest(tree, store.imageTable(tree), sample.get().images())
                : List.of();
        return new TreeFacts(page, tree.warnings(), nodes);
    }

    private static List<String> coarsest(PrototypeTree tree, ImageTable all, ImageTable some) {
        Map<String, Integer> places = new HashMap<>();
        for (int image = 0; image < all.size(); image++) {
            places.put(all.names().get(image), image);
        }
        return some.names().stream()
                .map(name -> places.containsKey(name) ? nodeOf(tree, places.get(name)) : "")
                .toList();
    }

    private static String nodeOf(PrototypeTree tree, int image) {
        return new TreeNode(tree.levels().size() - 1, tree.top().nodeOf(image)).toString();
    }
}
