package io.github.hcsc.core.prototype;

/** Finds a given number of centroids among points: what {@link HierarchicalKMeans} does once per level. */
@FunctionalInterface
public interface FlatClusterer {

    /**
     * Finds centroids.
     *
     * @param points the points, left open
     * @param count the number of centroids, at most the number of points
     * @param previous centroids found among earlier values of these points, of which a clusterer may make use or not;
     *     no rows if there are none
     * @param seed decides all that is random
     * @return exactly that many centroids
     * @throws IllegalArgumentException if there are fewer points than centroids
     */
    Centroids fit(Points points, int count, float[][] previous, long seed);

    /**
     * Returns whether {@link #fit} can be given points that are spread over several processes. By default it is given all
     * of them in every process.
     */
    default boolean fitsSpreadPoints() {
        return false;
    }

    /**
     * The outcome of K-means.
     *
     * @param rows the centroids, each a row of the points' dimension, not of unit length
     * @param objective the sum of the squared distances of the points to their centroids in the last assignment
     */
    record Centroids(float[][] rows, double objective) {}
}
