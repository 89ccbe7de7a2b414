package io.github.hcsc.train.prototypes.search;

import java.util.Comparator;
import java.util.List;

/**
 * What a search found.
 *
 * @param matches the images, most similar first
 * @param compared number of images whose similarity was computed, the measure of the work
 */
public record SearchResult(List<Match> matches, int compared) {

    /** Copies the list. */
    public SearchResult {
        matches = List.copyOf(matches);
    }

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
}
