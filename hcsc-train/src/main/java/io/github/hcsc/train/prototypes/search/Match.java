package io.github.hcsc.train.prototypes.search;

import java.util.Comparator;

/**
 * An image that a search found. The natural order is from the most similar on; of equally similar images the one that
 * comes first in the tree comes first.
 *
 * @param image its position in the tree
 * @param similarity cosine of its embedding and the query
 */
public record Match(int image, float similarity) implements Comparable<Match> {
    private static final Comparator<Match> ORDER =
            Comparator.comparingDouble(Match::similarity).reversed().thenComparingInt(Match::image);

    @Override
    public int compareTo(Match other) {
        return ORDER.compare(this, other);
    }
}
