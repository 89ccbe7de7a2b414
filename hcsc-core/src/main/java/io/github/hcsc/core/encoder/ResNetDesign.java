package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the names and shapes of a ResNet's weights tell about its design.
 *
 * @param architecture blocks and their kind
 * @param stem what stands before the first stage
 * @param width channels of the first stage
 * @param head the projection head, none for a backbone alone
 */
public record ResNetDesign(ResNetArchitecture architecture, Stem stem, int width, Optional<Head> head) {

    /**
     * A projection head.
     *
     * @param hidden whether it has a hidden layer
     * @param dim values of an embedding
     */
    public record Head(boolean hidden, int dim) {

        /** Returns a head of this design for features of the given size, not yet initialised. */
        public ProjectionHead newBlock(int featureSize) {
            return hidden ? ProjectionHead.mlp(featureSize, dim) : ProjectionHead.linear(featureSize, dim);
        }
    }

    /**
     * Reads the design off weights.
     *
     * @param shapes the shapes by torchvision's names
     * @throws IllegalArgumentException if these are not the weights of a known ResNet
     */
    public static ResNetDesign of(Map<String, Shape> shapes) {
        Shape first = required(shapes, "conv1.weight");
        return new ResNetDesign(
                architecture(shapes),
                first.get(2) == 3 ? Stem.SMALL : Stem.IMAGENET,
                Math.toIntExact(first.get(0)),
                head(shapes));
    }

    private static ResNetArchitecture architecture(Map<String, Shape> shapes) {
        int expansion = shapes.containsKey("layer1.0.conv3.weight") ? 4 : 1;
        return Arrays.stream(ResNetArchitecture.values())
                .filter(known -> known.expansion() == expansion && hasBlocks(shapes, known))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("weights must be of one of "
                        + Arrays.toString(ResNetArchitecture.values()) + ", but have other blocks"));
    }

    private static boolean hasBlocks(Map<String, Shape> shapes, ResNetArchitecture known) {
        for (int stage = 1; stage <= known.blocks().size(); stage++) {
            int count = known.blocks().get(stage - 1);
            String layer = "layer" + stage + ".";
            if (!shapes.containsKey(layer + (count - 1) + ".conv1.weight")
                    || shapes.containsKey(layer + count + ".conv1.weight")) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Head> head(Map<String, Shape> shapes) {
        if (shapes.containsKey("fc.2.weight")) {
            return Optional.of(new Head(
                    true, Math.toIntExact(required(shapes, "fc.2.weight").get(0))));
        }
        if (shapes.containsKey("fc.weight")) {
            return Optional.of(new Head(
                    false, Math.toIntExact(required(shapes, "fc.weight").get(0))));
        }
        return Optional.empty();
    }

    private static Shape required(Map<String, Shape> shapes, String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("weights must hold \"" + name + "\", but do not");
        }
        return shape;
    }

    /** Returns the shapes of all tensors of backbone and head, running statistics included, by torchvision's names. */
    public Map<String, Shape> shapes() {
        ResNet backbone = newBackbone();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        backbone.getParameters()
                .forEach(named -> shapes.put(named.getKey(), named.getValue().getShape()));
        head.ifPresent(known -> known.newBlock(backbone.featureSize())
                .getParameters()
                .forEach(named -> shapes.put(named.getKey(), named.getValue().getShape())));
        return shapes;
    }

    /** Returns a backbone of this design, not yet initialised. */
    public ResNet newBackbone() {
        return new ResNet(architecture, stem, width);
    }
}
