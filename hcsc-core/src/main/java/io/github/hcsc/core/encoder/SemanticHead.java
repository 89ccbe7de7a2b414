package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps embeddings {@code [N, dim]} to what they are at one level of a hierarchy {@code [N, dim]}, as HIRL does: layers of one
 * width, all but the last without bias and followed by batch normalisation and ReLU.
 */
public final class SemanticHead extends LayeredHead {

    /**
     * Describes a head.
     *
     * @param dim values of an embedding
     * @param count how many fully connected layers; published: 2, or 5 on MoCo v3
     */
    public SemanticHead(int dim, int count) {
        super("", names -> layers(names, dim, count));
    }

    private static Layer layers(Parameters names, int dim, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a head must have at least 1 layer, but had " + count);
        }
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            all.add(Layer.linearWithoutBias(names.in("layers." + i), dim, dim)
                    .then(Layer.batchNorm(names.in("batch_norms." + i), dim))
                    .thenRelu());
        }
        all.add(Layer.linear(names.in("layers." + (count - 1)), dim, dim));
        return all.stream().reduce(Layer::then).orElseThrow();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
