package io.github.hcsc.core.state.torchscript;

import static io.github.hcsc.core.state.torchscript.ScriptModule.apply;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.ScriptParameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the program of a ResNet from its tensors, whose names and shapes say what the network looks like. */
final class ResNetScript {
    private static final int STAGES = 4;
    private static final int IMAGENET_KERNEL = 7;

    private final StateDict state;
    private final Set<String> used = new HashSet<>();

    private ResNetScript(StateDict state) {
        this.state = state;
    }

    /**
     * The module from images to features, or to embeddings if the state has a head.
     *
     * @throws IllegalArgumentException if tensors are missing or are none of a ResNet's
     */
    static ScriptModule of(StateDict state, Preprocessing preprocessing) {
        ResNetScript script = new ResNetScript(state);
        ScriptModule root = script.root(preprocessing);
        List<String> unexpected = state.names().stream()
                .filter(name -> !script.used.contains(name))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new IllegalArgumentException(
                    "the weights must be those of a ResNet, but have " + unexpected + " besides");
        }
        return root;
    }

    private ScriptModule root(Preprocessing preprocessing) {
        Map<String, Object> parts = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        parts.put("view", FixedViewScript.of(preprocessing));
        boolean large = tensor("conv1.weight").shape().get(2) == IMAGENET_KERNEL;
        parts.put("conv1", convolution("conv1.", large ? 2 : 1));
        parts.put("bn1", batchNorm("bn1."));
        lines.add("y0 = torch.relu_(" + apply("bn1", apply("conv1", apply("view", "x"))) + ")");
        lines.add(large ? "y1 = torch.max_pool2d(y0, [3, 3], [2, 2], [1, 1], [1, 1], False)" : "y1 = y0");
        for (int stage = 1; stage <= STAGES; stage++) {
            parts.put("layer" + stage, stage(stage));
            lines.add("y" + (stage + 1) + " = " + apply("layer" + stage, "y" + stage));
        }
        lines.add("features = torch.flatten(torch.adaptive_avg_pool2d(y" + (STAGES + 1) + ", [1, 1]), 1)");
        if (state.names().stream().anyMatch(name -> name.startsWith("fc."))) {
            parts.put("fc", state.names().contains("fc.weight") ? linear("fc.") : head());
            lines.add("return " + apply("fc", "features"));
        } else {
            lines.add("return features");
        }
        return new ScriptModule("ResNet", parts, lines);
    }

    private ScriptModule stage(int stage) {
        Map<String, Object> blocks = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        String input = "x";
        for (int i = 0; state.names().contains("layer" + stage + "." + i + ".conv1.weight"); i++) {
            blocks.put("" + i, block("layer" + stage + "." + i + ".", stage > 1 && i == 0 ? 2 : 1));
            lines.add("y" + i + " = " + apply("" + i, input));
            input = "y" + i;
        }
        lines.add("return " + input);
        return new ScriptModule("Stage" + stage, blocks, lines);
    }

    private ScriptModule block(String prefix, int stride) {
        boolean bottleneck = state.names().contains(prefix + "conv3.weight");
        boolean down = state.names().contains(prefix + "downsample.0.weight");
        Map<String, Object> parts = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        int units = bottleneck ? 3 : 2;
        int strided = bottleneck ? 2 : 1;
        String input = "x";
        for (int i = 1; i <= units; i++) {
            parts.put("conv" + i, convolution(prefix + "conv" + i + ".", i == strided ? stride : 1));
            parts.put("bn" + i, batchNorm(prefix + "bn" + i + "."));
            String output = apply("bn" + i, apply("conv" + i, input));
            lines.add("y" + i + " = " + (i < units ? "torch.relu_(" + output + ")" : output));
            input = "y" + i;
        }
        if (down) {
            parts.put("downsample", shortcut(prefix + "downsample.", stride));
        }
        String skipped = down ? apply("downsample", "x") : "x";
        lines.add("return torch.relu_(torch.add_(" + input + ", " + skipped + "))");
        return new ScriptModule((bottleneck ? "Bottleneck" : "BasicBlock") + (down ? "Down" : ""), parts, lines);
    }

    private ScriptModule shortcut(String prefix, int stride) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("0", convolution(prefix + "0.", stride));
        parts.put("1", batchNorm(prefix + "1."));
        return new ScriptModule("Shortcut", parts, List.of("return " + apply("1", apply("0", "x"))));
    }

    private ScriptModule head() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("0", linear("fc.0."));
        parts.put("2", linear("fc.2."));
        return new ScriptModule("Head", parts, List.of("return " + apply("2", "torch.relu_(" + apply("0", "x") + ")")));
    }

    private ScriptModule convolution(String prefix, int stride) {
        Map<String, Object> parts = new LinkedHashMap<>();
        TensorData weight = tensor(prefix + "weight");
        parts.put("weight", new ScriptParameter(weight));
        parts.put("stride", stride);
        parts.put("padding", (int) weight.shape().get(2) / 2);
        return new ScriptModule(
                "Conv2d",
                parts,
                List.of("return torch.conv2d(x, self.weight, None, [self.stride, self.stride], "
                        + "[self.padding, self.padding], [1, 1], 1)"));
    }

    private ScriptModule batchNorm(String prefix) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("weight", new ScriptParameter(tensor(prefix + "weight")));
        parts.put("bias", new ScriptParameter(tensor(prefix + "bias")));
        parts.put("running_mean", tensor(prefix + "running_mean"));
        parts.put("running_var", tensor(prefix + "running_var"));
        parts.put("num_batches_tracked", TensorData.of(new long[1]));
        return new ScriptModule(
                "BatchNorm2d",
                parts,
                List.of("return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, "
                        + "self.training, 0.1, 1e-05, True)"));
    }

    private ScriptModule linear(String prefix) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("weight", new ScriptParameter(tensor(prefix + "weight")));
        parts.put("bias", new ScriptParameter(tensor(prefix + "bias")));
        return new ScriptModule("Linear", parts, List.of("return torch.linear(x, self.weight, self.bias)"));
    }

    private TensorData tensor(String name) {
        used.add(name);
        return state.get(name);
    }
}
