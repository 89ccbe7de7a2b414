package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Gradient descent.
 *
 * @param batchSize images per step, over all devices
 * @param baseLearningRate learning rate per 256 images of a batch
 * @param sgdMomentum momentum of the gradient; AdamW does not read it
 * @param weightDecay penalty of the weights, at the start
 * @param algorithm how weights are moved; {@code sgd} if a file does not say, as with all further keys
 * @param decay which weights AdamW decays; {@code all}
 * @param weightDecaySchedule whether the penalty changes; {@code constant}
 * @param finalWeightDecay the penalty that a cosine would reach after the last epoch
 * @param clip which norm of the gradients is held to a limit; {@code none}
 * @param clipNorm that limit
 * @param layerDecay what the rate of each layer of the encoder is of the next one's; 1
 * @param frozenBlocks blocks of a Vision Transformer or stages of a ResNet that stay as they are, with what images enter by; 0
 * @param frozenEpochs for so many epochs; 0
 */
public record OptimizerConfig(
        int batchSize,
        double baseLearningRate,
        double sgdMomentum,
        double weightDecay,
        Algorithm algorithm,
        Decay decay,
        DecaySchedule weightDecaySchedule,
        double finalWeightDecay,
        Clip clip,
        double clipNorm,
        double layerDecay,
        int frozenBlocks,
        double frozenEpochs) {

    private static final int REFERENCE_BATCH = 256;

    /** How weights are moved. */
    public enum Algorithm {
        /** Stochastic gradient descent with momentum. */
        @JsonProperty("sgd")
        SGD,
        /** Adam with decoupled decay. */
        @JsonProperty("adamw")
        ADAMW,
        /** Momentum with a rate for each tensor, which decays matrices alone. */
        @JsonProperty("lars")
        LARS
    }

    /** Which weights AdamW decays. */
    public enum Decay {
        /** All. */
        @JsonProperty("all")
        ALL,
        /** Neither biases, norms, tokens nor positions. */
        @JsonProperty("matrices")
        MATRICES
    }

    /** Whether the penalty changes. */
    public enum DecaySchedule {
        /** It stays. */
        @JsonProperty("constant")
        CONSTANT,
        /** Half a cosine to the final one. */
        @JsonProperty("cosine")
        COSINE
    }

    /** Which norm of the gradients is held to a limit. */
    public enum Clip {
        /** None. */
        @JsonProperty("none")
        NONE,
        /** That of all together. */
        @JsonProperty("global")
        GLOBAL,
        /** That of each tensor's. */
        @JsonProperty("per-tensor")
        PER_TENSOR
    }

    /** Stochastic gradient descent. */
    public OptimizerConfig(int batchSize, double baseLearningRate, double sgdMomentum, double weightDecay) {
        this(
                batchSize,
                baseLearningRate,
                sgdMomentum,
                weightDecay,
                Algorithm.SGD,
                Decay.ALL,
                DecaySchedule.CONSTANT,
                0,
                Clip.NONE,
                1,
                1,
                0,
                0);
    }

    /** Checks every value. */
    public OptimizerConfig {
        Require.atLeast(2, "batchSize", batchSize);
        Require.positive("baseLearningRate", baseLearningRate);
        Require.momentum("sgdMomentum", sgdMomentum);
        Require.notNegative("weightDecay", weightDecay);
        Require.notNegative("finalWeightDecay", finalWeightDecay);
        Require.positive("clipNorm", clipNorm);
        Require.that(layerDecay > 0 && layerDecay <= 1, "layerDecay", "lie in (0, 1]", layerDecay);
        Require.atLeast(0, "frozenBlocks", frozenBlocks);
        Require.notNegative("frozenEpochs", frozenEpochs);
        Require.that(
                frozenBlocks == 0 || frozenEpochs > 0,
                "frozenEpochs",
                "be positive with optimizer.frozenBlocks " + frozenBlocks,
                frozenEpochs);
        Require.that(
                algorithm == Algorithm.ADAMW || decay == Decay.ALL,
                "decay",
                "be all unless optimizer.algorithm is adamw",
                "matrices");
    }

    /** Returns whether layers of the encoder are moved differently. */
    public boolean goesByLayers() {
        return layerDecay < 1 || frozenEpochs > 0;
    }

    /** The rate the schedule starts from: proportional to the batch. */
    public double learningRate() {
        return baseLearningRate * batchSize / REFERENCE_BATCH;
    }
}
