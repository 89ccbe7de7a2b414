package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds groups of images that the encoder hardly tells apart. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * Finds all pairs of at least a similarity, exactly, and joins pairs that share an image.
     *
     * @param index of the embeddings
     * @param least the smallest cosine of near-duplicates
     * @return groups of two images or more, largest first, each in order
     */
    public static List<List<Integer>> find(PrototypeIndex index, Embeddings embeddings, float least) {
        int[] group = IntStream.range(0, embeddings.size()).toArray();
        List<int[]> similar = IntStream.range(0, embeddings.size())
                .parallel()
                .mapToObj(image -> index.within(embeddings.row(image), least).matches().stream()
                        .mapToInt(Match::image)
                        .filter(other -> other > image)
                        .toArray())
                .toList();
        for (int image = 0; image < group.length; image++) {
            for (int other : similar.get(image)) {
                group[root(group, other)] = root(group, image);
            }
        }
        return IntStream.range(0, group.length)
                .boxed()
                .collect(Collectors.groupingBy(image -> root(group, image), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(images -> images.size() > 1)
                .sorted((a, b) -> Integer.compare(b.size(), a.size()))
                .toList();
    }

    private static int root(int[] group, int image) {
        int root = image;
        while (group[root] != root) {
            group[root] = group[group[root]];
            root = group[root];
        }
        return root;
    }
}
