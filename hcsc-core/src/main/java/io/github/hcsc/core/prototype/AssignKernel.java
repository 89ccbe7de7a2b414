package io.github.hcsc.core.prototype;

/** Finds the nearest of some centroids for each of the points it was opened with. */
interface AssignKernel extends AutoCloseable {

    /**
     * Returns the position of the nearest centroid for each point, the lowest of those at the same distance.
     *
     * @param centroids the centroids, rows of the points' dimension, finite
     */
    int[] nearest(float[][] centroids);

    /** Opens a search for centroids that move, from which less work may be asked than of as many calls of {@link #nearest}. */
    default MovingSearch search() {
        return this::nearest;
    }

    @Override
    void close();

    /** Opens a kernel over points, given as rows one after the other. */
    @FunctionalInterface
    interface Factory {
        AssignKernel open(float[] values, int dimension);
    }

    /** Finds the nearest of centroids that move a little from call to call, as those of Lloyd's algorithm do. */
    @FunctionalInterface
    interface MovingSearch {

        /** Returns what {@link AssignKernel#nearest} returns. */
        int[] nearest(float[][] centroids);
    }
}
