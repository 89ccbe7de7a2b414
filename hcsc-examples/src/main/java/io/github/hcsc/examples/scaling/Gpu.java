package io.github.hcsc.examples.scaling;

/**
 * How fast one GPU is at the parts of a run.
 *
 * @param name what the tables call it
 * @param trainingRate images per second of supervised training: forward, backward and descent of one encoder
 * @param clusteringRate floating-point operations per second of the assignment of points to centroids
 * @param spread standard deviation of a step's duration, as a share of it
 */
record Gpu(String name, double trainingRate, double clusteringRate, double spread) {

    /** Backward takes about twice as long as forward, so forward alone is a third of a training step. */
    private static final double FORWARD_SHARE = 1.0 / 3;

    /** Returns the seconds of a step without waiting: the query encoder is trained, the key encoder runs forward. */
    double stepSeconds(int images) {
        return images * (1 + FORWARD_SHARE) / trainingRate;
    }

    /** Returns the seconds of embedding images. */
    double embeddingSeconds(double images) {
        return images * FORWARD_SHARE / trainingRate;
    }
}
