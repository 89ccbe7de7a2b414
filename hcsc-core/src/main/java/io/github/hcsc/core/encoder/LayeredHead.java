package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.Function;

/** A head that is its layers, one after the other, of rows {@code [N, values]}. */
abstract class LayeredHead extends AbstractBlock {

    private final Layer layers;

    /**
     * Makes the layers.
     *
     * @param prefix precedes the names of the parameters
     * @param layers makes them with parameters of such names
     */
    LayeredHead(String prefix, Function<Parameters, Layer> layers) {
        this.layers = layers.apply(new Parameters(prefix, this::addParameter));
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray rows = inputs.singletonOrThrow();
        return new NDList(layers.forward(rows, new Pass(store, rows.getDevice(), training)));
    }
}
