package io.github.hcsc.train.prototypes.search;

import java.util.List;

/** The images kept while a search goes on. */
interface Candidates {

    /** Returns the widest angle to the query at which an image is still wanted. */
    double reach();

    /** Keeps an image if it is wanted. */
    void offer(int image, float similarity);

    /** Returns the images kept, most similar first. */
    List<Match> sorted();
}
