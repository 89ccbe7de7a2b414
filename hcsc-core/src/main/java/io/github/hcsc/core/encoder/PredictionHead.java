package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import java.util.function.Function;

/**
 * Maps embeddings {@code [N, dim]} to predictions {@code [N, dim]} of another encoder's: two layers without bias, with batch
 * normalisation and ReLU between.
 */
public final class PredictionHead extends LayeredHead {

    private PredictionHead(Function<Parameters, Layer> layers) {
        super("", layers);
    }

    private static NormalizedLayers two(int dim, int hidden) {
        return new NormalizedLayers(dim, hidden, 2, dim);
    }

    /** Returns the head that MoCo v3 has on ResNets. */
    public static PredictionHead plain(int dim, int hidden) {
        return new PredictionHead(two(dim, hidden)::ending);
    }

    /** Returns the head that MoCo v3 has on Vision Transformers, whose outputs are batch-normalised. */
    public static PredictionHead normalized(int dim, int hidden) {
        return new PredictionHead(two(dim, hidden)::endingNormalized);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
