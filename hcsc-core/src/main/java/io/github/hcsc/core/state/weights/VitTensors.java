package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.encoder.vit.VitOptions.Positions;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Gives a Vision Transformer's tensors timm's names, whoever has written them. */
final class VitTensors {

    private static final Pattern LEFT_BEHIND =
            Pattern.compile("((head|heads|pre_logits|head_drop)\\.|mask_token|masked_embed).*");
    private static final Pattern CHUNKED = Pattern.compile("blocks\\.\\d+\\.(\\d+)\\.");
    private static final String CLASS = "cls_token";
    private static final String REGISTERS = "reg_token";
    private static final String POSITIONS = "pos_embed";

    private final VitFamily family;
    private final StateDict found;

    private VitTensors(VitFamily family, StateDict found) {
        this.family = family;
        this.found = found;
    }

    /**
     * Returns backbone and perhaps a projection head of this library ({@code fc.*}), with what shapes do not tell as
     * metadata.
     *
     * @param prefix what preceded the names
     * @param found the tensors after it
     * @throws IllegalArgumentException if they are of a network that is not read, saying which
     */
    static StateDict of(String prefix, StateDict found) {
        VitFamily family = VitFamily.of(prefix, found);
        if (found.names().stream().anyMatch(name -> name.matches("blocks\\..*mlp\\.w(12|3)\\..*"))) {
            throw new IllegalArgumentException(
                    "the weights are of a giant Vision Transformer (SwiGLU, mlp.w12), which is"
                            + " not read; smaller ones of " + family + " are");
        }
        return new VitTensors(family, found).canonical();
    }

    /** Returns the design of a Vision Transformer's tensors under timm's names, none if they are of another network. */
    static Optional<VitDesign> design(StateDict encoder) {
        return encoder.names().contains("patch_embed.proj.weight")
                ? Optional.of((VitDesign) EncoderDesign.of(encoder.shapes(), encoder.metadata()))
                : Optional.empty();
    }

    private StateDict canonical() {
        StateDict.Builder renamed = StateDict.builder();
        found.filter(name -> !LEFT_BEHIND.matcher(name).matches())
                .tensors()
                .forEach((name, tensor) -> renamed.put(rename(name), tensor.asFloat32()));
        StateDict named = renamed.build();
        Map<String, String> metadata = new TreeMap<>(found.metadata());
        if (family != VitFamily.OURS) {
            tell(metadata, named);
        }
        return new StateDict(folded(named).tensors(), metadata);
    }

    private void tell(Map<String, String> metadata, StateDict named) {
        int width = width(named);
        family.heads(width).ifPresent(heads -> metadata.put(VitDesign.HEADS, "" + heads));
        metadata.put(VitDesign.INTERPOLATION, family.interpolation().toString());
        metadata.put(
                VitDesign.POSITIONS, (family == VitFamily.MOCO_V3 ? Positions.FIXED : Positions.LEARNED).toString());
        boolean pooled = found.names().contains("fc_norm.weight");
        metadata.put(VitDesign.FEATURES, (pooled ? VitFeatures.NORM_OF_MEAN : VitFeatures.CLASS).toString());
        metadata.put(WeightNames.READ, reading(Optional.ofNullable(metadata.get(VitDesign.HEADS))));
    }

    private String reading(Optional<String> heads) {
        String rule = family == VitFamily.MOCO_V3 ? "as MoCo v3 has" : "one for 64 values";
        return "read as weights of " + family
                + heads.map(count ->
                                ", with " + count + " attention heads (" + rule + "; the file does not state them)")
                        .orElse("")
                + (family == VitFamily.TIMM
                        ? ", and ImageNet's mean and deviation of pixels (timm's own weights often want 0.5)"
                        : "");
    }

    static int width(StateDict named) {
        TensorData token = named.get(CLASS);
        Shape shape = token.shape();
        return Math.toIntExact(shape.get(shape.dimension() - 1));
    }

    private String rename(String name) {
        return switch (family) {
            case TORCHVISION -> TorchvisionVit.toTimm(name);
            case DINOV2, DINOV2_REGISTERS ->
                CHUNKED.matcher(name.replace("register_tokens", REGISTERS)).replaceAll("blocks.$1.");
            default -> name.startsWith("fc_norm.") ? name.substring("fc_".length()) : name;
        };
    }

    /** Adds positions of tokens that are no patches to these tokens where there are registers. */
    private static StateDict folded(StateDict named) {
        if (!named.names().contains(REGISTERS) || !named.names().contains(POSITIONS)) {
            return named;
        }
        long registers = named.get(REGISTERS).shape().get(1);
        long rows = named.get(POSITIONS).shape().get(1);
        if (VitArchitecture.isSquare(rows)) {
            return named;
        }
        int ofTokens = Math.toIntExact(VitArchitecture.isSquare(rows - 1) ? 1 : 1 + registers);
        int width = width(named);
        float[] positions = named.get(POSITIONS).toFloats();
        StateDict.Builder folded = StateDict.builder();
        named.tensors().forEach((name, tensor) -> {
            TensorData changed =
                    switch (name) {
                        case CLASS -> sum(tensor, positions, 0);
                        case REGISTERS -> ofTokens > 1 ? sum(tensor, positions, width) : tensor;
                        case POSITIONS ->
                            TensorData.of(
                                    Arrays.copyOfRange(positions, ofTokens * width, positions.length),
                                    1,
                                    rows - ofTokens,
                                    width);
                        default -> tensor;
                    };
            folded.put(name, changed);
        });
        return folded.build();
    }

    private static TensorData sum(TensorData tokens, float[] positions, int from) {
        float[] values = tokens.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] += positions[from + i];
        }
        return TensorData.of(values, tokens.shape().getShape());
    }
}
