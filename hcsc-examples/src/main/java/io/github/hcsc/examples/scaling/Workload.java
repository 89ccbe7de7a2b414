package io.github.hcsc.examples.scaling;

/**
 * What a run does.
 *
 * @param images training images
 * @param batch images of a step in each process
 * @param weightBytes size of the gradients, which are summed at every step
 * @param imageBytes size of a stored image
 * @param viewSeconds of one CPU core for reading an image and making its two views
 * @param prototypes at the finest level, whose clustering is all that counts
 * @param dimension of an embedding
 * @param passes of K-means over the points: iterations times starts
 */
record Workload(
        double images,
        int batch,
        double weightBytes,
        double imageBytes,
        double viewSeconds,
        double prototypes,
        int dimension,
        int passes) {

    /** K-means looks at this many points per centroid at most, and at all points once in the end. */
    private static final double POINTS_PER_CENTROID = 1000;

    private double points() {
        return Math.min(images, POINTS_PER_CENTROID * prototypes);
    }

    /** Returns the floating-point operations of one clustering: a product of every point looked at with every centroid. */
    double clusteringOperations() {
        return 2 * (points() * passes + images) * prototypes * dimension;
    }

    /** Returns the values that one clustering adds to sums of clusters. */
    double addedValues() {
        return points() * passes * dimension;
    }

    /** Returns the bytes that are summed over the processes at every pass: sums and sizes in eight bytes each. */
    double passBytes() {
        return prototypes * (dimension + 1) * Double.BYTES;
    }

    Workload withBatch(int images) {
        return new Workload(this.images, images, weightBytes, imageBytes, viewSeconds, prototypes, dimension, passes);
    }
}
