package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Parts;
import io.github.hcsc.train.config.OptimizerConfig;
import io.github.hcsc.train.optimizer.AdamW;
import io.github.hcsc.train.optimizer.GradientClip;
import io.github.hcsc.train.optimizer.Lars;
import io.github.hcsc.train.optimizer.LayeredOptimizer;
import io.github.hcsc.train.optimizer.LayeredOptimizer.Held;
import io.github.hcsc.train.optimizer.Optimizer;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.List;
import java.util.Map;

/** The gradient descent that a configuration names. */
final class ConfiguredOptimizer {

    private ConfiguredOptimizer() {}

    /** Returns the optimiser of the weights of a part; the encoder's may go layer by layer. */
    static Optimizer of(OptimizerConfig config, String part, Map<String, NDArray> weights) {
        if (!part.equals(Parts.ENCODER) || !config.goesByLayers()) {
            return of(config, weights);
        }
        Held held = config.frozenEpochs() > 0
                ? new Held(config.frozenBlocks() + 1, config.frozenEpochs()) // with what images enter by
                : Held.NOTHING;
        return new LayeredOptimizer(
                weights, EncoderLayers.of(weights.keySet())::of, config.layerDecay(), held, layer -> of(config, layer));
    }

    private static Optimizer of(OptimizerConfig config, Map<String, NDArray> weights) {
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
