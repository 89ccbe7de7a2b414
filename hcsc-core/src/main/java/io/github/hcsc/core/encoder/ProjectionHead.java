package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** Maps features {@code [N, featureSize]} to embeddings {@code [N, dim]}, not yet of unit length. */
public final class ProjectionHead extends AbstractBlock {

    private final Layer layers;
    private final int dim;

    private ProjectionHead(boolean hidden, int featureSize, int dim) {
        Parameters fc = new Parameters("fc.", this::addParameter);
        this.dim = dim;
        layers = hidden
                ? Layer.linear(fc.in("0"), featureSize, featureSize)
                        .thenRelu()
                        .then(Layer.linear(fc.in("2"), featureSize, dim))
                : Layer.linear(fc, featureSize, dim);
    }

    /** Returns the two-layer head of MoCo v2: a hidden layer as wide as the features, ReLU, and {@code dim} outputs. */
    public static ProjectionHead mlp(int featureSize, int dim) {
        return new ProjectionHead(true, featureSize, dim);
    }

    /** Returns the one-layer head of MoCo v1. */
    public static ProjectionHead linear(int featureSize, int dim) {
        return new ProjectionHead(false, featureSize, dim);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray features = inputs.singletonOrThrow();
        return new NDList(layers.forward(features, new Pass(store, features.getDevice(), training)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), dim)};
    }
}
