package io.github.hcsc.core.prototype;

/** The update of Lloyd's algorithm. */
final class Lloyd {
    private Lloyd() {}

    /** Returns the means of the clusters, with empty clusters refilled: the same in every process. */
    static float[][] update(Points points, int[] labels, int count) {
        Clusters clusters = points.clusters(labels, count);
        float[][] centroids = clusters.means();
        EmptyClusters.repair(centroids, clusters.sizes(), points.size());
        return centroids;
    }
}
