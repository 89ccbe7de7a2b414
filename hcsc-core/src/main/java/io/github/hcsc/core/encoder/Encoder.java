package io.github.hcsc.core.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backbone that maps images to features, and a projection head that maps features to embeddings.
 *
 * <p>Its parameters carry the names that backbone and head gave them, without a prefix. After pretraining the head is
 * usually left behind, and the features are what one works with.
 */
public final class Encoder extends AbstractBlock {

    private final Block backbone;
    private final Block head;

    /** Joins two blocks whose parameter names must differ. */
    public Encoder(Block backbone, Block head) {
        this.backbone = addChildBlock("backbone", backbone);
        this.head = addChildBlock("head", head);
    }

    /** Returns the part that maps images {@code [N, 3, H, W]} to features {@code [N, featureSize]}. */
    public Block backbone() {
        return backbone;
    }

    /**
     * Returns whether, in training, an image's feature depends on the other images of its batch: the backbone's answer,
     * true for a block that has none.
     */
    public boolean crossesImages() {
        return !(backbone instanceof Backbone known) || known.crossesImages();
    }

    /** Returns the part that maps features {@code [N, featureSize]} to embeddings {@code [N, dim]}. */
    public Block head() {
        return head;
    }

    /** Returns the parameters and running statistics of backbone and head under the names of a PyTorch state dict. */
    @Override
    public ParameterList getParameters() {
        ParameterList all = new ParameterList();
        all.addAll(backbone.getParameters());
        all.addAll(head.getParameters());
        return all;
    }

    /** Returns the weights in order, also those that are held fixed; running statistics are not among them. */
    public List<NDArray> weights() {
        return Stream.of(backbone, head).flatMap(part -> weights(part).stream()).toList();
    }

    /** Returns the weights of a part, backbone or head, in order. */
    public static List<NDArray> weights(Block part) {
        return part.getParameters().values().stream()
                .filter(Encoder::isWeight)
                .map(Parameter::getArray)
                .toList();
    }

    /** Returns the weights of a block that training moves, in order. */
    public static List<NDArray> trainedWeights(Block block) {
        return block.getParameters().values().stream()
                .filter(Encoder::isTrained)
                .map(Parameter::getArray)
                .toList();
    }

    /** Returns the names of {@link #weights}, in the same order. */
    public List<String> weightNames() {
        return getParameters().stream()
                .filter(named -> isWeight(named.getValue()))
                .map(Pair::getKey)
                .toList();
    }

    /** Returns the running means and variances, in order. */
    public List<NDArray> statistics() {
        return getParameters().values().stream()
                .filter(parameter -> !isWeight(parameter))
                .map(Parameter::getArray)
                .toList();
    }

    /** Returns whether a parameter of a block is a weight and no running statistic. */
    public static boolean isWeight(Parameter parameter) {
        return Parameters.isWeight(parameter.getType());
    }

    /** Returns whether training moves a parameter of a block: a weight that is not held fixed. */
    public static boolean isTrained(Parameter parameter) {
        return isWeight(parameter) && parameter.requiresGradient();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
        backbone.initialize(manager, type, inputShapes);
        head.initialize(manager, type, backbone.getOutputShapes(inputShapes));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        try (NDList features = backbone.forward(store, inputs, training, parameters)) {
            return head.forward(store, features, training);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return head.getOutputShapes(backbone.getOutputShapes(inputShapes));
    }
}
