package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.train.config.OptimizerConfig;
import io.github.hcsc.train.optimizer.AdamW;
import io.github.hcsc.train.optimizer.GradientClip;
import io.github.hcsc.train.optimizer.Lars;
import io.github.hcsc.train.optimizer.Optimizer;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.List;
import java.util.Map;

/** The gradient descent that a configuration names. */
final class ConfiguredOptimizer {

    private ConfiguredOptimizer() {}

    /** Returns the optimiser of the weights of a part. */
    static Optimizer of(OptimizerConfig config, Map<String, NDArray> weights) {
        List<NDArray> tensors = List.copyOf(weights.values());
        return switch (config.algorithm()) {
            case SGD -> new Sgd(tensors, config.sgdMomentum(), config.weightDecay());
            case ADAMW ->
                new AdamW(weights, AdamW.Decayed.valueOf(config.decay().name()));
            case LARS -> new Lars(tensors, config.sgdMomentum());
        };
    }

    static GradientClip clip(OptimizerConfig config) {
        return new GradientClip(GradientClip.Kind.valueOf(config.clip().name()), config.clipNorm());
    }
}
