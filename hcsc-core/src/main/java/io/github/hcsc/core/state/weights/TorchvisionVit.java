package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.state.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** torchvision's names of a Vision Transformer's tensors; the values are the same as under timm's. */
final class TorchvisionVit {

    private static final Pattern LAYER = Pattern.compile("encoder\\.layers\\.encoder_layer_(\\d+)\\.");
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.");

    /** torchvision's part of a name, and timm's. */
    private static final List<Map.Entry<String, String>> PARTS = List.of(
            Map.entry("class_token", "cls_token"),
            Map.entry("encoder.pos_embedding", "pos_embed"),
            Map.entry("conv_proj.", "patch_embed.proj."),
            Map.entry(".ln_1.", ".norm1."),
            Map.entry(".ln_2.", ".norm2."),
            Map.entry(".self_attention.in_proj_", ".attn.qkv."),
            Map.entry(".self_attention.out_proj.", ".attn.proj."),
            Map.entry(".mlp.0.", ".mlp.fc1."),
            Map.entry(".mlp.3.", ".mlp.fc2."));

    private TorchvisionVit() {}

    static String toTimm(String name) {
        String timm = LAYER.matcher(name)
                .replaceAll("blocks.$1.")
                .replace(".mlp.linear_1.", ".mlp.fc1.") // as older files have it
                .replace(".mlp.linear_2.", ".mlp.fc2.");
        for (Map.Entry<String, String> part : PARTS) {
            timm = timm.replace(part.getKey(), part.getValue());
        }
        return timm.startsWith("encoder.ln.") ? timm.replace("encoder.ln.", "norm.") : timm;
    }

    /**
     * Returns a backbone's tensors under torchvision's names.
     *
     * @throws IllegalArgumentException if torchvision has no such network
     */
    static StateDict.Builder of(StateDict backbone, VitDesign design) {
        VitArchitecture sizes = design.architecture();
        if (!sizes.classPosition() || sizes.layerScale() || design.features() != VitFeatures.CLASS) {
            throw new IllegalArgumentException("torchvision has Vision Transformers without registers and layer scale"
                    + " alone, whose feature is the class token, but this is " + design
                    + "; export it for timm (--format timm)");
        }
        StateDict.Builder renamed = StateDict.builder();
        backbone.tensors().forEach((name, tensor) -> renamed.put(fromTimm(name), tensor));
        return renamed;
    }

    /** Returns the lines of Python that load what was written. */
    static List<String> loading(VitDesign design, int classes, Path file) {
        VitArchitecture sizes = design.architecture();
        List<String> lines = new ArrayList<>();
        lines.add("model = torchvision.models.VisionTransformer(image_size=" + sizes.imageSize() + ", patch_size="
                + sizes.patch() + ", num_layers=" + sizes.depth() + ", num_heads=" + sizes.heads() + ", hidden_dim="
                + sizes.width() + ", mlp_dim=" + 4 * sizes.width() + (classes == 0 ? "" : ", num_classes=" + classes)
                + ")");
        if (classes == 0) {
            lines.add("model.heads = torch.nn.Identity()");
        }
        lines.add(TorchvisionWeights.reading(file));
        return lines;
    }

    private static String fromTimm(String name) {
        if (name.startsWith("norm.")) {
            return "encoder.ln." + name.substring("norm.".length());
        }
        String torchvision = name;
        for (Map.Entry<String, String> part : PARTS) {
            torchvision = torchvision.replace(part.getValue(), part.getKey());
        }
        return BLOCK.matcher(torchvision).replaceAll("encoder.layers.encoder_layer_$1.");
    }
}
