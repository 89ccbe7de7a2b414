package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds images that no prototype is like. */
public final class Outliers {

    private Outliers() {}

    /**
     * Finds the images least like the prototype of their leaf.
     *
     * @param most number of images at most
     * @return images and their similarity to the prototype, least similar first
     */
    public static List<Match> find(PrototypeTree tree, int most) {
        TreeLevel leaves = tree.levels().get(0);
        return IntStream.range(0, tree.images())
                .mapToObj(image -> new Match(image, leaves.similarity(image)))
                .sorted(Comparator.comparingDouble(Match::similarity).thenComparingInt(Match::image))
                .limit(most)
                .toList();
    }
}
