package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;

/**
 * Images that a set is compared with, such as those of a test.
 *
 * @param embeddings by the set's encoder, rows of unit length
 * @param images what they are called
 */
public record TestSet(Embeddings embeddings, ImageTable images) {

    /** Checks that there is a name for every row. */
    public TestSet {
        if (embeddings.size() != images.size()) {
            throw new IllegalArgumentException(
                    "names must be given for " + embeddings.size() + " rows, but was " + images.size());
        }
    }
}
