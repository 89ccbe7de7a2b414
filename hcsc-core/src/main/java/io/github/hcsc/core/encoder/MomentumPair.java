package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/**
 * The query encoder, trained by gradient, and the key encoder that follows it as a moving average.
 *
 * <p>Only weights are averaged: the key encoder keeps running statistics of its own, from its own passes (MoCo, section
 * 3.2).
 */
public final class MomentumPair {

    private static final Script SCRIPT = new Script(MomentumPair.class, "momentum_encoder.py");

    private final Encoder query;
    private final Encoder key;
    private final double momentum;

    private MomentumPair(Encoder query, Encoder key, double momentum) {
        this.query = query;
        this.key = key;
        this.momentum = momentum;
    }

    /**
     * Returns two encoders with equal weights, drawn from the engine's generator.
     *
     * @param images the shape {@code [N, 3, H, W]} of a batch
     * @param momentum how much of the key encoder stays at each update, in [0, 1]; published: 0.999
     */
    public static MomentumPair create(
            EncoderFactory factory, int dim, double momentum, NDManager manager, Shape images) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("key momentum must lie in [0, 1], but was " + momentum);
        }
        Encoder query = factory.newEncoder(dim);
        Encoder key = factory.newEncoder(dim);
        query.initialize(manager, DataType.FLOAT32, images);
        key.initialize(manager, DataType.FLOAT32, images);
        key.getParameters().values().forEach(MomentumPair::freeze);
        Autograd.paused(() -> TorchOps.copyInPlace(key.weights(), query.weights()));
        return new MomentumPair(query, key, momentum);
    }

    private static void freeze(Parameter parameter) {
        parameter.freeze(true);
    }

    /** Returns the encoder that gradients train. */
    public Encoder query() {
        return query;
    }

    /** Returns the encoder that follows. */
    public Encoder key() {
        return key;
    }

    /** Moves the key encoder's weights towards the query encoder's: {@code key <- m key + (1 - m) query}. */
    public void update() {
        update(momentum);
    }

    /**
     * Moves the key encoder's weights towards the query encoder's.
     *
     * @param momentum how much of the key encoder stays this time, in [0, 1]
     */
    public void update(double momentum) {
        Autograd.paused(() -> average(key.weights(), query.weights(), momentum));
    }

    /** Moves averages, in place, towards values of the same shapes. */
    static void average(List<NDArray> averages, List<NDArray> values, double momentum) {
        SCRIPT.call("ema_", Argument.list("key", averages), Argument.list("query", values), SCRIPT.number(momentum))
                .close();
    }
}
