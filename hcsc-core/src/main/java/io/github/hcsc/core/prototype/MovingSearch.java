package io.github.hcsc.core.prototype;

/** Finds the nearest of centroids that move a little from call to call, as those of Lloyd's algorithm do. */
@FunctionalInterface
interface MovingSearch {

    /** Returns what {@link AssignKernel#nearest} returns. */
    int[] nearest(float[][] centroids);
}
