package io.github.hcsc.train.config;

/**
 * Stochastic gradient descent.
 *
 * @param batchSize images per step, over all devices
 * @param baseLearningRate learning rate per 256 images of a batch
 * @param sgdMomentum momentum of the gradient
 * @param weightDecay L2 penalty of every parameter
 */
public record OptimizerConfig(int batchSize, double baseLearningRate, double sgdMomentum, double weightDecay) {
    private static final int REFERENCE_BATCH = 256;

    /** Checks every value. */
    public OptimizerConfig {
        Require.atLeast(2, "batchSize", batchSize);
        Require.positive("baseLearningRate", baseLearningRate);
        Require.momentum("sgdMomentum", sgdMomentum);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** The rate the schedule starts from: proportional to the batch. */
    public double learningRate() {
        return baseLearningRate * batchSize / REFERENCE_BATCH;
    }
}
