package io.github.hcsc.core.prototype;

/** The update of Lloyd's algorithm. */
final class Lloyd {
    private Lloyd() {}

    /** Returns the means of the clusters, with empty clusters refilled. */
    static float[][] update(Points points, int[] labels, int count) {
        Clusters clusters = Clusters.of(labels, count);
        float[][] centroids = clusters.means(points);
        EmptyClusters.repair(centroids, clusters, points.size());
        return centroids;
    }
}
