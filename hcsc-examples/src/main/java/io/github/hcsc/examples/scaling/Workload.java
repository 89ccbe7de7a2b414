package io.github.hcsc.examples.scaling;

/**
 * What a run does.
 *
 * @param name what the tables call it
 * @param images training images
 * @param batchPerGpu images of a step on each GPU
 * @param weightBytes size of the gradients, which are summed at every step
 * @param imageBytes size of a stored image
 * @param decodingSeconds of one CPU core for reading an image and making its two views
 * @param prototypes at the finest level, whose clustering is all that counts
 * @param dimension of an embedding
 * @param passes of K-means over the points: iterations times starts
 */
record Workload(
        String name,
        double images,
        int batchPerGpu,
        double weightBytes,
        double imageBytes,
        double decodingSeconds,
        double prototypes,
        int dimension,
        int passes) {

    /** K-means looks at this many points per centroid at most, and at all points once in the end. */
    private static final double POINTS_PER_CENTROID = 1000;

    /** Returns the floating-point operations of one clustering: a product of every point looked at with every centroid. */
    double clusteringOperations() {
        double points = Math.min(images, POINTS_PER_CENTROID * prototypes) * passes + images;
        return 2 * points * prototypes * dimension;
    }

    /** Returns the bytes that are summed over the GPUs at every pass: sums and counts in double precision. */
    double passBytes() {
        return prototypes * (dimension + 1) * Double.BYTES;
    }

    Workload withBatchPerGpu(int images) {
        return new Workload(
                name, this.images, images, weightBytes, imageBytes, decodingSeconds, prototypes, dimension, passes);
    }
}
