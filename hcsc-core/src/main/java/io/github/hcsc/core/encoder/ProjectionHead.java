package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import java.util.function.Function;

/** Maps features {@code [N, featureSize]} to embeddings {@code [N, dim]}, not yet of unit length. */
public final class ProjectionHead extends LayeredHead {

    private final int dim;

    private ProjectionHead(int dim, Function<Parameters, Layer> layers) {
        super("fc.", layers);
        this.dim = dim;
    }

    /** Returns the two-layer head of MoCo v2: a hidden layer as wide as the features, ReLU, and {@code dim} outputs. */
    public static ProjectionHead mlp(int featureSize, int dim) {
        return new ProjectionHead(dim, fc -> Layer.linear(fc.in("0"), featureSize, featureSize)
                .thenRelu()
                .then(Layer.linear(fc.in("2"), featureSize, dim)));
    }

    /** Returns the one-layer head of MoCo v1. */
    public static ProjectionHead linear(int featureSize, int dim) {
        return new ProjectionHead(dim, fc -> Layer.linear(fc, featureSize, dim));
    }

    /**
     * Returns the head of MoCo v3: layers without bias, batch normalisation and ReLU after each but the last, and after that
     * a batch normalisation without weight and bias.
     *
     * @param hidden values of what lies between; published: 4096
     * @param layers how many layers; published: 3 on Vision Transformers, 2 on ResNets
     */
    public static ProjectionHead normalized(int featureSize, int hidden, int layers, int dim) {
        return new ProjectionHead(dim, new NormalizedLayers(featureSize, hidden, layers, dim)::endingNormalized);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), dim)};
    }
}
