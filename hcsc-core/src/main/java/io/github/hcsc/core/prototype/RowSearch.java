package io.github.hcsc.core.prototype;

/** Finds the cluster of each row of a block. */
@FunctionalInterface
interface RowSearch {

    /** Returns for each point the position of a centroid, the nearest of those that are looked at. */
    int[] nearest(Points block, float[][] centroids);
}
