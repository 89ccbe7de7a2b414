package io.github.hcsc.examples.scaling;

/**
 * What one process computes with, a GPU or some cores, and how fast it is at the parts of a run.
 *
 * @param name what the tables call it
 * @param trainingRate images per second of a whole training step that waits for nobody
 * @param embeddingRate images per second of a forward pass
 * @param clusteringRate floating-point operations per second of the assignment of points to centroids
 * @param addingRate values per second that the process's cores add up to sums of clusters
 * @param spread standard deviation of a step's duration, as a share of it
 */
record Processor(
        String name,
        double trainingRate,
        double embeddingRate,
        double clusteringRate,
        double addingRate,
        double spread) {

    /** Backward takes about twice as long as forward, so forward alone is a third of a supervised step. */
    private static final double FORWARD_SHARE = 1.0 / 3;

    /**
     * Returns a processor whose supervised training is known: forward, backward and descent of one encoder. Ours has the key
     * encoder's forward pass besides.
     *
     * @param rate images per second of supervised training
     */
    static Processor ofSupervised(String name, double rate, double clusteringRate, double addingRate, double spread) {
        return new Processor(
                name, rate / (1 + FORWARD_SHARE), rate / FORWARD_SHARE, clusteringRate, addingRate, spread);
    }
}
