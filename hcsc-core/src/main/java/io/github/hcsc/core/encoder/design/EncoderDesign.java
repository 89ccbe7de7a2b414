package io.github.hcsc.core.encoder.design;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.ParameterList;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.vit.Vit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one of this library's encoders looks like. */
public sealed interface EncoderDesign permits ResNetDesign, VitDesign {

    /** In what a network may differ from the published one of its name. */
    enum Difference {
        /** Channels. */
        WIDTH,
        /** The layers for small images that it begins with. */
        STEM
    }

    /**
     * Reads the design off weights.
     *
     * @param shapes the shapes by name; those of a ResNet tell everything, those of a Vision Transformer all but its heads
     *     and features
     * @param metadata what the file says besides
     * @throws IllegalArgumentException if these are not the weights of a known network
     */
    static EncoderDesign of(Map<String, Shape> shapes, Map<String, String> metadata) {
        WeightShapes known = new WeightShapes(shapes);
        return VitDesign.knows(known) ? VitDesign.of(known, metadata) : ResNetDesign.of(known);
    }

    /** Returns the design of an encoder, none if backbone or head is not of this library. */
    static Optional<EncoderDesign> of(Encoder encoder) {
        if (!(encoder.head() instanceof ProjectionHead)) {
            return Optional.empty();
        }
        WeightShapes shapes = new WeightShapes(shapes(encoder.getParameters()));
        if (encoder.backbone() instanceof Vit vit) {
            return Optional.of(VitDesign.of(vit, shapes.head()));
        }
        return encoder.backbone() instanceof ResNet ? Optional.of(ResNetDesign.of(shapes)) : Optional.empty();
    }

    /** Returns a backbone of this design, not yet initialised. */
    Backbone newBackbone();

    /** Returns whether it is made of the operations of a {@link NetworkWriter}; a Vision Transformer is not. */
    boolean isConvolutional();

    /**
     * Takes down the backbone from normalised images {@code [N, 3, H, W]} to features.
     *
     * @throws IllegalStateException if it is not {@linkplain #isConvolutional convolutional}
     */
    <V> V writeBackbone(NetworkWriter<V> writer, V images);

    /** Returns in what it differs from the published network of its name; a Vision Transformer of other sizes has none. */
    default Set<Difference> differences() {
        return Set.of();
    }

    /** Returns the projection head, none for a backbone alone. */
    Optional<Head> head();

    /** Returns the name of the network, such as {@code resnet50}. */
    String name();

    /** Returns what else distinguishes the backbone, by name, for people and programs to read. */
    Map<String, Object> facts();

    /** Returns what shapes do not tell, as metadata of a file of weights: {@link #of(Map, Map)} reads it. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Returns what a file's metadata tells of a design, without the rest. */
    static Map<String, String> metadata(Map<String, String> all) {
        Map<String, String> told = new LinkedHashMap<>(all);
        told.keySet().retainAll(VitDesign.TOLD);
        return told;
    }

    /** Returns the side in pixels of the images that such a network usually sees. */
    int usualImageSize();

    /**
     * Checks that images of a size can be seen.
     *
     * @param side of an image in pixels
     * @throws IllegalArgumentException if not, naming the nearest that can
     */
    default void requireSide(int side) {}

    /** Returns name and facts in words, such as {@code resnet18, stem small, width 16}. */
    @Override
    String toString();

    /** Returns the number of values of a feature. */
    default int featureSize() {
        return newBackbone().featureSize();
    }

    /** Returns the shapes of all tensors of backbone and head, running statistics included, by name. */
    default Map<String, Shape> shapes() {
        Backbone backbone = newBackbone();
        Map<String, Shape> shapes = new LinkedHashMap<>(shapes(backbone.getParameters()));
        head().ifPresent(known ->
                shapes.putAll(shapes(known.newBlock(backbone.featureSize()).getParameters())));
        return shapes;
    }

    private static Map<String, Shape> shapes(ParameterList parameters) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parameters.forEach(named -> shapes.put(named.getKey(), named.getValue().getShape()));
        return shapes;
    }
}
