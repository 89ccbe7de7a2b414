package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import io.github.hcsc.train.prototypes.search.SearchResult.Match;
import java.util.List;
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
        LinkedImages linked = new LinkedImages(embeddings.size());
        List<int[]> similar = IntStream.range(0, embeddings.size())
                .parallel()
                .mapToObj(image -> index.within(embeddings.row(image), least).matches().stream()
                        .mapToInt(Match::image)
                        .filter(other -> other > image)
                        .toArray())
                .toList();
        for (int image = 0; image < similar.size(); image++) {
            for (int other : similar.get(image)) {
                linked.link(image, other);
            }
        }
        return linked.groups().stream()
                .sorted((a, b) -> Integer.compare(b.size(), a.size()))
                .toList();
    }
}
