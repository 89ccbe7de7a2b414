package io.github.hcsc.core.method;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.EncoderFactory;

/** A method of self-supervised learning, as a configuration names it or a researcher brings it. */
@FunctionalInterface
public interface Method {

    /** Begins a run: makes everything that it trains or keeps, initialised from the engine's generator. */
    Learner begin(Beginning run);

    /**
     * What a run begins with.
     *
     * @param manager owns what the method makes, on the device that computes
     * @param encoders makes encoders
     * @param dim values of an embedding
     * @param images the shape {@code [N, 3, H, W]} of a batch of global views
     * @param trainingImages how many images there are to train on
     */
    record Beginning(NDManager manager, EncoderFactory encoders, int dim, Shape images, int trainingImages) {}
}
