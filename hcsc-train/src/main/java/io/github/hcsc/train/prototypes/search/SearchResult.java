package io.github.hcsc.train.prototypes.search;

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
}
