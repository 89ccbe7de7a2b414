package io.github.hcsc.core.encoder.design;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.resnet.ResNet;
import io.github.hcsc.core.encoder.resnet.ResNetArchitecture;
import io.github.hcsc.core.encoder.resnet.Stem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the names and shapes of a ResNet's weights tell about its design.
 *
 * @param architecture blocks and their kind
 * @param stem what stands before the first stage
 * @param width channels of the first stage
 * @param head the projection head, none for a backbone alone
 */
public record ResNetDesign(ResNetArchitecture architecture, Stem stem, int width, Optional<Head> head)
        implements EncoderDesign {

    /** Channels of the first stage in every published network. */
    public static final int PUBLISHED_WIDTH = 64;

    /**
     * Reads the design off weights.
     *
     * @param shapes the shapes by torchvision's names
     * @throws IllegalArgumentException if these are not the weights of a known ResNet
     */
    static ResNetDesign of(WeightShapes shapes) {
        Shape first = shapes.required("conv1.weight", 4);
        return new ResNetDesign(
                architecture(shapes),
                first.get(2) == 3 ? Stem.SMALL : Stem.IMAGENET,
                Math.toIntExact(first.get(0)),
                shapes.head());
    }

    private static ResNetArchitecture architecture(WeightShapes shapes) {
        int expansion = shapes.has("layer1.0.conv3.weight") ? 4 : 1;
        return Arrays.stream(ResNetArchitecture.values())
                .filter(known -> known.expansion() == expansion && hasBlocks(shapes, known))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("weights must be of one of "
                        + Arrays.toString(ResNetArchitecture.values()) + ", but have other blocks"));
    }

    private static boolean hasBlocks(WeightShapes shapes, ResNetArchitecture known) {
        for (int stage = 1; stage <= known.blocks().size(); stage++) {
            int count = known.blocks().get(stage - 1);
            String layer = "layer" + stage + ".";
            if (!shapes.has(layer + (count - 1) + ".conv1.weight") || shapes.has(layer + count + ".conv1.weight")) {
                return false;
            }
        }
        return true;
    }

    /** Returns torchvision's name, such as {@code resnet50}. */
    @Override
    public String name() {
        return architecture.toString();
    }

    @Override
    public String toString() {
        return name() + ", stem " + stem + ", width " + width;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("stem", stem.toString());
        facts.put("width", width);
        return facts;
    }

    @Override
    public int usualImageSize() {
        return stem == Stem.SMALL ? 32 : 224;
    }

    @Override
    public ResNet newBackbone() {
        return new ResNet(architecture, stem, width);
    }

    @Override
    public Set<Difference> differences() {
        Set<Difference> differences = EnumSet.noneOf(Difference.class);
        if (width != PUBLISHED_WIDTH) {
            differences.add(Difference.WIDTH);
        }
        if (stem == Stem.SMALL) {
            differences.add(Difference.STEM);
        }
        return differences;
    }

    @Override
    public boolean isConvolutional() {
        return true;
    }

    @Override
    public <V> V writeBackbone(NetworkWriter<V> writer, V images) {
        boolean large = stem == Stem.IMAGENET;
        V x = writer.relu(writer.normalizedConvolution("conv1", "bn1", images, large ? 2 : 1));
        x = large ? writer.maxPool(x) : x;
        for (int stage = 1; stage <= architecture.blocks().size(); stage++) {
            int number = stage;
            x = writer.part("Stage" + stage, "layer" + stage, x, (part, y) -> stage(part, y, number));
        }
        return writer.averagePool(x);
    }

    private <V> V stage(NetworkWriter<V> writer, V images, int stage) {
        V x = images;
        for (int i = 0; i < architecture.blocks().get(stage - 1); i++) {
            int stride = stage > 1 && i == 0 ? 2 : 1;
            boolean down = stride > 1 || i == 0 && bottlenecks();
            String kind = (bottlenecks() ? "Bottleneck" : "BasicBlock") + (down ? "Down" : "");
            x = writer.part(kind, "" + i, x, (part, y) -> block(part, y, stride, down));
        }
        return x;
    }

    private <V> V block(NetworkWriter<V> writer, V images, int stride, boolean down) {
        int units = bottlenecks() ? 3 : 2;
        int strided = bottlenecks() ? 2 : 1;
        V x = images;
        for (int i = 1; i <= units; i++) {
            x = writer.normalizedConvolution("conv" + i, "bn" + i, x, i == strided ? stride : 1);
            x = i < units ? writer.relu(x) : x;
        }
        V skipped = down
                ? writer.part(
                        "Shortcut", "downsample", images, (part, y) -> part.normalizedConvolution("0", "1", y, stride))
                : images;
        return writer.relu(writer.add(x, skipped));
    }

    private boolean bottlenecks() {
        return architecture.expansion() > 1;
    }
}
