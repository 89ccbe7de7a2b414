package io.github.hcsc.examples.scaling;

import java.util.SplittableRandom;

/**
 * What an epoch takes on a number of GPUs. Steps are simulated: each GPU draws how long it computes, all wait for the
 * slowest, then the gradients are summed. Nothing overlaps, as in our training loop.
 */
record ScalingModel(Gpu gpu, Network network, Workload workload, int gpus) {

    private static final int SIMULATED_STEPS = 1000;

    /**
     * Where the time of an epoch goes, in seconds.
     *
     * @param computing embedding, losses and descent
     * @param waiting for the slowest GPU
     * @param summing gradients
     * @param embedding all images for the clustering
     * @param clustering the embeddings
     */
    record Epoch(double computing, double waiting, double summing, double embedding, double clustering) {
        double seconds() {
            return computing + waiting + summing + embedding + clustering;
        }

        /** Returns the share of the time that one GPU alone would spend as well. */
        double efficiency() {
            return (computing + embedding + clustering) / seconds();
        }
    }

    Epoch epoch(long seed) {
        double steps = workload.images() / ((double) gpus * workload.batchPerGpu());
        double computing = gpu.stepSeconds(workload.batchPerGpu());
        double waiting = computing * waitForTheSlowest(new SplittableRandom(seed));
        double summing = network.allReduceSeconds(gpus, workload.weightBytes());
        double exchange = workload.passes() * network.allReduceSeconds(gpus, workload.passBytes());
        return new Epoch(
                steps * computing,
                steps * waiting + exchange,
                steps * summing,
                gpu.embeddingSeconds(workload.images() / gpus),
                workload.clusteringOperations() / gpus / gpu.clusteringRate());
    }

    /** Returns images per second of all GPUs while they train. */
    double imagesPerSecond(Epoch epoch) {
        return workload.images() / (epoch.computing() + epoch.waiting() + epoch.summing());
    }

    /** Returns how much longer the slowest GPU takes than the average one, over many steps, as a share of the mean. */
    private double waitForTheSlowest(SplittableRandom random) {
        double variance = Math.log1p(gpu.spread() * gpu.spread());
        double waited = 0;
        for (int step = 0; step < SIMULATED_STEPS; step++) {
            double longest = 0;
            double sum = 0;
            for (int i = 0; i < gpus; i++) {
                double duration = Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
                longest = Math.max(longest, duration);
                sum += duration;
            }
            waited += longest - sum / gpus;
        }
        return waited / SIMULATED_STEPS;
    }
}
