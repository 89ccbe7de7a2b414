package io.github.hcsc.examples.scaling;

import java.util.SplittableRandom;

/**
 * What an epoch takes in a number of processes. Steps are simulated: each process draws how long it computes, all wait for
 * the slowest, then the gradients are summed. Nothing overlaps, as in our training loop.
 */
record ScalingModel(Processor processor, Network network, Workload workload, int processes) {

    private static final int SIMULATED_STEPS = 1000;

    /**
     * Where the time of an epoch goes, in seconds.
     *
     * @param computing steps
     * @param waiting for the slowest process
     * @param summing gradients
     * @param embedding all images for the clustering
     * @param clustering the embeddings
     * @param exchanging what each pass of the clustering sums over the processes
     */
    record Epoch(
            double computing, double waiting, double summing, double embedding, double clustering, double exchanging) {

        double steps() {
            return computing + waiting + summing;
        }

        double seconds() {
            return steps() + embedding + clustering + exchanging;
        }

        /** Returns the share of the time that one process alone would spend as well. */
        double efficiency() {
            return (computing + embedding + clustering) / seconds();
        }
    }

    Epoch epoch(long seed) {
        double steps = workload.images() / ((double) processes * workload.batch());
        double computing = workload.batch() / processor.trainingRate();
        double waiting = computing * waitForTheSlowest(new SplittableRandom(seed));
        double summing = network.tensorSumSeconds(processes, workload.weightBytes());
        return new Epoch(
                steps * computing,
                steps * waiting,
                steps * summing,
                workload.images() / processes / processor.embeddingRate(),
                workload.clusteringOperations() / processes / processor.clusteringRate()
                        + workload.addedValues() / processes / processor.addingRate(),
                workload.passes() * network.hostSumSeconds(processes, workload.passBytes()));
    }

    /** Returns images per second of all processes while they train. */
    double imagesPerSecond(Epoch epoch) {
        return workload.images() / epoch.steps();
    }

    /** Returns how much longer the slowest takes than the average one, over many steps, as a share of the mean. */
    private double waitForTheSlowest(SplittableRandom random) {
        double variance = Math.log1p(processor.spread() * processor.spread());
        double waited = 0;
        for (int step = 0; step < SIMULATED_STEPS; step++) {
            double longest = 0;
            double sum = 0;
            for (int i = 0; i < processes; i++) {
                double duration = Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
                longest = Math.max(longest, duration);
                sum += duration;
            }
            waited += longest - sum / processes;
        }
        return waited / SIMULATED_STEPS;
    }
}
