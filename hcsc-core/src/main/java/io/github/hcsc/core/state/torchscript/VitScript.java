package io.github.hcsc.core.state.torchscript;

import static io.github.hcsc.core.state.torchscript.ScriptModule.apply;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.pickle.ScriptParameter;
import io.github.hcsc.core.state.weights.VitPositions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the program of a Vision Transformer from its tensors and what their metadata tell. */
final class VitScript {

    private static final String EPSILON = "9.9999999999999995e-07";

    private final VitDesign design;
    private final VitArchitecture architecture;
    private final StateDict state;

    private VitScript(VitDesign design, StateDict state) {
        this.design = design;
        this.architecture = design.architecture();
        this.state = state;
    }

    static boolean knows(StateDict state) {
        return state.names().contains("patch_embed.proj.weight");
    }

    /**
     * The module from images of the preprocessing's size to features, or to embeddings if the state has a head.
     *
     * @throws IllegalArgumentException if tensors are missing or are none of a Vision Transformer's
     */
    static ScriptModule of(StateDict state, Preprocessing preprocessing) {
        VitDesign design = (VitDesign) EncoderDesign.of(state.shapes(), state.metadata());
        state.requireShapes(design.shapes());
        StateDict fitted = VitPositions.fitted(state, design, preprocessing.crop());
        return new VitScript(design, fitted).root(preprocessing);
    }

    private ScriptModule root(Preprocessing preprocessing) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("view", FixedViewScript.of(preprocessing));
        parts.put("cls_token", parameter("cls_token"));
        if (architecture.registers() > 0) {
            parts.put("reg_token", parameter("reg_token"));
        }
        parts.put("pos_embed", parameter("pos_embed"));
        parts.put(
                "patch_embed",
                new ScriptModule(
                        "PatchEmbed",
                        Map.of("proj", projection()),
                        List.of("return torch.transpose(torch.flatten(" + apply("proj", "x") + ", 2), 1, 2)")));
        parts.put("blocks", blocks());
        parts.put("norm", norm("norm."));
        List<String> lines = new ArrayList<>(List.of(
                "pictures = " + apply("view", "x"),
                "rows = " + apply("patch_embed", "pictures"),
                "b = rows.size(0)",
                "n = rows.size(1)"));
        lines.addAll(tokens());
        lines.add("z = " + apply("blocks", "tokens"));
        lines.addAll(features());
        String output = design.head()
                .map(head -> ScriptWriter.head(head, state, parts, lines, "features"))
                .orElse("features");
        lines.add("return " + output);
        return new ScriptModule("VisionTransformer", parts, lines);
    }

    private List<String> tokens() {
        if (architecture.classPosition()) {
            return List.of(
                    "first = torch.expand(self.cls_token, [b, -1, -1])",
                    "tokens = torch.add(torch.cat([first, rows], 1), self.pos_embed)");
        }
        String registers = architecture.registers() > 0 ? ", torch.expand(self.reg_token, [b, -1, -1])" : "";
        return List.of(
                "first = torch.expand(self.cls_token, [b, -1, -1])",
                "tokens = torch.cat([first" + registers + ", torch.add(rows, self.pos_embed)], 1)");
    }

    private List<String> features() {
        return switch (design.features()) {
            case CLASS -> List.of("features = " + apply("norm", "torch.select(z, 1, 0)"));
            case MEAN -> List.of("t = " + apply("norm", "z"), "features = torch.mean(" + patches("t") + ", [1])");
            case CLASS_AND_MEAN ->
                List.of(
                        "t = " + apply("norm", "z"),
                        "features = torch.cat([torch.select(t, 1, 0), torch.mean(" + patches("t") + ", [1])], 1)");
            case NORM_OF_MEAN -> List.of("features = " + apply("norm", "torch.mean(" + patches("z") + ", [1])"));
        };
    }

    private static String patches(String tokens) {
        return "torch.narrow(" + tokens + ", 1, z.size(1) - n, n)";
    }

    private ScriptModule projection() {
        Map<String, Object> parts =
                pair("weight", parameter("patch_embed.proj.weight"), "bias", parameter("patch_embed.proj.bias"));
        parts.put("stride", architecture.patch());
        return new ScriptModule(
                "Conv2d",
                parts,
                List.of(
                        "return torch.conv2d(x, self.weight, self.bias, [self.stride, self.stride], [0, 0], [1, 1], 1)"));
    }

    private ScriptModule blocks() {
        Map<String, Object> blocks = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        String input = "x";
        for (int i = 0; i < architecture.depth(); i++) {
            blocks.put("" + i, block("blocks." + i + "."));
            lines.add("y" + i + " = " + apply("" + i, input));
            input = "y" + i;
        }
        lines.add("return " + input);
        return new ScriptModule("Blocks", blocks, lines);
    }

    private ScriptModule block(String prefix) {
        boolean scaled = architecture.layerScale();
        Map<String, Object> parts = pair("norm1", norm(prefix + "norm1."), "attn", attention(prefix + "attn."));
        parts.put("norm2", norm(prefix + "norm2."));
        parts.put(
                "mlp",
                new ScriptModule(
                        "Mlp",
                        pair("fc1", linear(prefix + "mlp.fc1."), "fc2", linear(prefix + "mlp.fc2.")),
                        List.of("return " + apply("fc2", "torch.gelu(" + apply("fc1", "x") + ")"))));
        if (scaled) {
            parts.put("ls1", layerScale(prefix + "ls1."));
            parts.put("ls2", layerScale(prefix + "ls2."));
        }
        String attended = apply("attn", apply("norm1", "x"));
        String seen = apply("mlp", apply("norm2", "y"));
        return new ScriptModule(
                scaled ? "ScaledBlock" : "Block",
                parts,
                List.of(
                        "y = torch.add(x, " + (scaled ? apply("ls1", attended) : attended) + ")",
                        "return torch.add(y, " + (scaled ? apply("ls2", seen) : seen) + ")"));
    }

    private ScriptModule attention(String prefix) {
        Map<String, Object> parts = pair("qkv", linear(prefix + "qkv."), "proj", linear(prefix + "proj."));
        parts.put("num_heads", architecture.heads());
        return new ScriptModule(
                "Attention",
                parts,
                List.of(
                        "b = x.size(0)",
                        "n = x.size(1)",
                        "d = x.size(2)",
                        "qkv = torch.reshape(" + apply("qkv", "x") + ", [b, n, 3, self.num_heads, -1])",
                        "parts = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)",
                        "y = torch.scaled_dot_product_attention(parts[0], parts[1], parts[2])",
                        "return " + apply("proj", "torch.reshape(torch.transpose(y, 1, 2), [b, n, d])")));
    }

    private ScriptModule layerScale(String prefix) {
        return new ScriptModule(
                "LayerScale", Map.of("gamma", parameter(prefix + "gamma")), List.of("return torch.mul(x, self.gamma)"));
    }

    private ScriptModule norm(String prefix) {
        return new ScriptModule(
                "LayerNorm",
                pair("weight", parameter(prefix + "weight"), "bias", parameter(prefix + "bias")),
                List.of("return torch.layer_norm(x, [" + architecture.width() + "], self.weight, self.bias, " + EPSILON
                        + ", False)"));
    }

    private ScriptModule linear(String prefix) {
        return new ScriptModule(
                "Linear",
                pair("weight", parameter(prefix + "weight"), "bias", parameter(prefix + "bias")),
                List.of("return torch.linear(x, self.weight, self.bias)"));
    }

    private static Map<String, Object> pair(String one, Object first, String other, Object second) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(one, first);
        pair.put(other, second);
        return pair;
    }

    private ScriptParameter parameter(String name) {
        return new ScriptParameter(state.get(name));
    }
}
