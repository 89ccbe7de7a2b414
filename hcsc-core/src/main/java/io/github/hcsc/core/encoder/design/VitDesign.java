package io.github.hcsc.core.encoder.design;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.encoder.vit.PositionInterpolation;
import io.github.hcsc.core.encoder.vit.Vit;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions;
import io.github.hcsc.core.encoder.vit.VitOptions.Patches;
import io.github.hcsc.core.encoder.vit.VitOptions.Positions;
import io.github.hcsc.core.encoder.vit.VitSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What names, shapes and metadata of a Vision Transformer's weights tell about its design.
 *
 * @param architecture its sizes
 * @param features what the feature of an image is
 * @param interpolation how positions are brought to another grid
 * @param positions whether positions are trained
 * @param head the projection head, none for a backbone alone
 */
public record VitDesign(
        VitArchitecture architecture,
        VitFeatures features,
        PositionInterpolation interpolation,
        Positions positions,
        Optional<Head> head)
        implements EncoderDesign {

    /** The name of the number of heads in metadata. */
    public static final String HEADS = "hcsc.vit.heads";

    /** The name of the kind of features in metadata. */
    public static final String FEATURES = "hcsc.vit.features";

    /** The name of the interpolation of positions in metadata. */
    public static final String INTERPOLATION = "hcsc.vit.interpolation";

    /** The name of the kind of positions in metadata. */
    public static final String POSITIONS = "hcsc.vit.positions";

    /** All names in metadata. */
    static final Set<String> TOLD = Set.of(HEADS, FEATURES, INTERPOLATION, POSITIONS);

    private static final String PROJECTION = "patch_embed.proj.weight";
    private static final String TABLE = "pos_embed";

    /** Whether weights are of a Vision Transformer by timm's names. */
    static boolean knows(WeightShapes shapes) {
        return shapes.has(PROJECTION);
    }

    static VitDesign of(Vit backbone, Optional<Head> head) {
        VitOptions options = backbone.options();
        return new VitDesign(
                backbone.architecture(), options.features(), options.interpolation(), options.positions(), head);
    }

    /**
     * Reads the design off weights.
     *
     * @param shapes the shapes by timm's names
     * @param metadata the number of heads, where it is not one for 64 values; features, interpolation and positions,
     *     where they are not the usual ones
     * @throws IllegalArgumentException if these are not the weights of a known Vision Transformer
     */
    static VitDesign of(WeightShapes shapes, Map<String, String> metadata) {
        Shape projection = shapes.required(PROJECTION, 4);
        int width = Math.toIntExact(projection.get(0));
        long positions = shapes.required(TABLE, 3).get(1);
        boolean classPosition = !VitArchitecture.isSquare(positions);
        VitArchitecture architecture = new VitArchitecture(
                width,
                depth(shapes),
                heads(width, metadata),
                size(PROJECTION, projection, 2),
                grid(classPosition ? positions - 1 : positions),
                shapes.has("reg_token") ? size("reg_token", shapes.required("reg_token", 3), 1) : 0,
                classPosition,
                shapes.has("blocks.0.ls1.gamma"));
        return new VitDesign(
                architecture,
                VitFeatures.of(metadata.getOrDefault(FEATURES, VitFeatures.CLASS.toString())),
                PositionInterpolation.of(
                        metadata.getOrDefault(INTERPOLATION, PositionInterpolation.ANTIALIAS.toString())),
                Positions.of(metadata.getOrDefault(POSITIONS, Positions.LEARNED.toString())),
                shapes.head());
    }

    private static int depth(WeightShapes shapes) {
        int depth = 0;
        while (shapes.has("blocks." + depth + ".norm1.weight")) {
            depth++;
        }
        return depth;
    }

    private static int heads(int width, Map<String, String> metadata) {
        String told = metadata.get(HEADS);
        if (told == null) {
            return VitSize.usualHeads(width)
                    .orElseThrow(
                            () -> new IllegalArgumentException("the number of attention heads of a network of width "
                                    + width + " cannot be seen in its weights, and nothing states it"));
        }
        if (!told.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException(
                    "metadata " + HEADS + " must be a number of heads, but is no such number");
        }
        return Integer.parseInt(told);
    }

    private static int size(String name, Shape shape, int axis) {
        long size = shape.get(axis);
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " must have a size above 0 on axis " + axis + ", but was " + shape);
        }
        return (int) size;
    }

    private static int grid(long patches) {
        if (patches < 1 || !VitArchitecture.isSquare(patches)) {
            throw new IllegalArgumentException(TABLE + " must be those of a square of patches, with or without one"
                    + " for the class token, but " + patches + " patches are no square");
        }
        return Math.toIntExact(VitArchitecture.side(patches));
    }

    @Override
    public String name() {
        return VitSize.of(architecture).map(VitSize::toString).orElse("vit");
    }

    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(name());
        facts().forEach((fact, value) ->
                words.append(", ").append(fact).append(' ').append(value));
        return words.toString();
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (VitSize.of(architecture).isEmpty()) {
            facts.put("width", architecture.width());
            facts.put("depth", architecture.depth());
        }
        facts.put("patch", architecture.patch());
        facts.put("heads", architecture.heads());
        facts.put("registers", architecture.registers());
        facts.put("features", features.toString());
        return facts;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of(
                HEADS, "" + architecture.heads(),
                FEATURES, features.toString(),
                INTERPOLATION, interpolation.toString(),
                POSITIONS, positions.toString());
    }

    @Override
    public int usualImageSize() {
        return architecture.imageSize();
    }

    @Override
    public void requireSide(int side) {
        VitArchitecture.patches(side, architecture.patch());
    }

    @Override
    public Backbone newBackbone() {
        return new Vit(
                architecture, new VitOptions(features, interpolation, positions, Patches.LEARNED, 0, Precision.FP32));
    }

    @Override
    public boolean isConvolutional() {
        return false;
    }

    @Override
    public <V> V writeBackbone(NetworkWriter<V> writer, V images) {
        throw new IllegalStateException(this + " is not made of convolutions, so it cannot be written as such");
    }
}
