package io.github.hcsc.core.prototype;

/**
 * What is known of clusters without their points.
 *
 * @param sizes the number of points of each
 * @param sums sums over the points of each, as many values for every cluster, one cluster after the other
 */
@SuppressWarnings("ArrayRecordComponent")
record Clusters(long[] sizes, double[] sums) {

    int count() {
        return sizes.length;
    }

    /** Returns the mean of each cluster, rounded as a product of float32 numbers; zero for an empty one. */
    float[][] means() {
        int width = sums.length / sizes.length;
        float[][] means = new float[sizes.length][width];
        for (int c = 0; c < sizes.length; c++) {
            float share = sizes[c] == 0 ? 0 : 1f / sizes[c];
            for (int j = 0; j < width; j++) {
                means[c][j] = (float) sums[c * width + j] * share;
            }
        }
        return means;
    }
}
