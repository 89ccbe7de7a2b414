package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Maps embeddings {@code [N, dim]} to predictions {@code [N, dim]} of another encoder's: two layers without bias, with batch
 * normalisation and ReLU between.
 */
public final class PredictionHead extends AbstractBlock {

    private final Layer layers;

    private PredictionHead(boolean normalized, int dim, int hidden) {
        NormalizedLayers two = new NormalizedLayers(dim, hidden, 2, dim);
        Parameters names = new Parameters("", this::addParameter);
        layers = normalized ? two.endingNormalized(names) : two.ending(names);
    }

    /** Returns the head that MoCo v3 has on ResNets. */
    public static PredictionHead plain(int dim, int hidden) {
        return new PredictionHead(false, dim, hidden);
    }

    /** Returns the head that MoCo v3 has on Vision Transformers, whose outputs are batch-normalised. */
    public static PredictionHead normalized(int dim, int hidden) {
        return new PredictionHead(true, dim, hidden);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray embeddings = inputs.singletonOrThrow();
        return new NDList(layers.forward(embeddings, new Pass(store, embeddings.getDevice(), training)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
