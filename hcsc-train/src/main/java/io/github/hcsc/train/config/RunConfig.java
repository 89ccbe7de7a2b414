package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the run is carried out.
 *
 * @param seed origin of every random number
 * @param device {@code cpu}, {@code gpu0}, {@code gpu1}, ... or {@code auto} for the first usable GPU, else the CPU; of
 *     several processes on a machine, the first has this GPU and the others those that follow
 * @param precision number type of the encoder's activations in training; {@code auto} if a file does not say
 * @param deterministic whether a GPU keeps to kernels that give equal bits for equal inputs, or takes the fastest; true if a
 *     file does not say
 * @param tf32 whether a GPU rounds what it multiplies in float32 to TF32; false if a file does not say
 * @param distributed what connects processes that were started together; {@code auto} if a file does not say
 * @param microBatch images of a view that pass the encoder at a time in each process, to save memory at equal results;
 *     {@code whole} if a file does not say
 * @param logEverySteps steps between two records in {@code metrics.jsonl}
 * @param checkpoint when the state is saved
 * @param prototypes which trees of prototypes stay
 * @param knn when the encoder is measured
 */
public record RunConfig(
        int seed,
        String device,
        Precision precision,
        boolean deterministic,
        boolean tf32,
        Distributed distributed,
        MicroBatch microBatch,
        int logEverySteps,
        Checkpoints checkpoint,
        Prototypes prototypes,
        Knn knn) {

    /** Number type of the encoder's activations in training; all else is float32. */
    public enum Precision {
        /** bfloat16 where the device has matrix units for it, else float32. */
        @JsonProperty("auto")
        AUTO,
        /** float32. */
        @JsonProperty("fp32")
        FP32,
        /** bfloat16. */
        @JsonProperty("bf16")
        BF16
    }

    /** What connects processes that were started together. */
    public enum Distributed {
        /** MPI where {@code mpirun} or {@code srun} started several processes, and NCCL between GPUs that have it. */
        @JsonProperty("auto")
        AUTO,
        /** Nothing: every process is a job of its own. */
        @JsonProperty("none")
        NONE,
        /** MPI, also without a launcher; tensors of GPUs pass through the host. */
        @JsonProperty("mpi")
        MPI,
        /** MPI, and NCCL between GPUs. */
        @JsonProperty("nccl")
        NCCL
    }

    /**
     * When the state is saved.
     *
     * @param everySteps steps between two checkpoints within an epoch, 0 for none
     * @param everyEpochs epochs between two checkpoints; the last epoch is always saved
     * @param keep newest checkpoints that stay on disk
     */
    public record Checkpoints(int everySteps, int everyEpochs, int keep) {
        /** Checks every value. */
        public Checkpoints {
            Require.atLeast(0, "everySteps", everySteps);
            Require.atLeast(1, "everyEpochs", everyEpochs);
            Require.atLeast(1, "keep", keep);
        }
    }

    /**
     * Which trees of prototypes stay on disk; a clustering makes one.
     *
     * @param keep newest trees that stay, 0 for all, as if a file does not say
     */
    public record Prototypes(int keep) {
        /** Checks the value. */
        public Prototypes {
            Require.atLeast(0, "keep", keep);
        }
    }

    /**
     * What is measured between epochs: the health of features and embeddings, and kNN on held-out labelled images, when
     * there are any.
     *
     * @param everyEpochs epochs between two measurements, 0 for none
     * @param maximumImages training images in the bank at most, and held-out images at most, chosen by the seed
     * @param neighbours images that vote
     * @param temperature temperature of the votes
     */
    public record Knn(int everyEpochs, int maximumImages, int neighbours, double temperature) {
        /** Checks every value. */
        public Knn {
            Require.atLeast(0, "everyEpochs", everyEpochs);
            Require.atLeast(1, "maximumImages", maximumImages);
            Require.atLeast(1, "neighbours", neighbours);
            Require.positive("temperature", temperature);
        }
    }

    /** Checks every value. */
    public RunConfig {
        Require.atLeast(0, "seed", seed);
        Require.that(device.matches("auto|cpu|gpu\\d{1,3}"), "device", "be auto, cpu or gpu<number>", device);
        Require.atLeast(1, "logEverySteps", logEverySteps);
    }
}
