package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps embeddings {@code [N, dim]} to what they are at one level of a hierarchy {@code [N, dim]}, as HIRL does: layers of one
 * width, all but the last without bias and followed by batch normalisation and ReLU.
 */
public final class SemanticHead extends AbstractBlock {

    private final Layer layers;

    /**
     * Describes a head.
     *
     * @param dim values of an embedding
     * @param count how many fully connected layers; published: 2, or 5 on MoCo v3
     */
    public SemanticHead(int dim, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a head must have at least 1 layer, but had " + count);
        }
        Parameters names = new Parameters("", this::addParameter);
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            all.add(Layer.linearWithoutBias(names.in("layers." + i), dim, dim)
                    .then(Layer.batchNorm(names.in("batch_norms." + i), dim))
                    .thenRelu());
        }
        all.add(Layer.linear(names.in("layers." + (count - 1)), dim, dim));
        layers = all.stream().reduce(Layer::then).orElseThrow();
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
