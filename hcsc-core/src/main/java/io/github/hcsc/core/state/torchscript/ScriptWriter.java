package io.github.hcsc.core.state.torchscript;

import static io.github.hcsc.core.state.torchscript.ScriptModule.apply;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.encoder.design.NetworkWriter;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.ScriptParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes down a network as modules, one for each part, whose values are the variables of their programs. */
final class ScriptWriter implements NetworkWriter<String> {
    private static final String INPUT = "x";

    private final StateDict state; // of this part, by the names below it
    private final Map<String, Object> parts = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private ScriptWriter(StateDict state) {
        this.state = state;
    }

    /**
     * The module from images to features, or to embeddings if the state has a head.
     *
     * @throws IllegalArgumentException if tensors are missing, or are none of a known network's
     */
    static ScriptModule write(StateDict state, Preprocessing preprocessing) {
        EncoderDesign design = EncoderDesign.of(state.shapes(), state.metadata());
        state.requireShapes(design.shapes());
        ScriptWriter writer = new ScriptWriter(state);
        writer.parts.put("view", FixedViewScript.of(preprocessing));
        String images = writer.assign(apply("view", INPUT));
        String features = design.writeBackbone(writer, images);
        return writer.module(
                "Encoder",
                design.head().map(head -> head.write(writer, features)).orElse(features));
    }

    /** Adds a head to a module that is being built, and returns its output for features of a variable. */
    static String head(Head head, StateDict state, Map<String, Object> parts, List<String> lines, String features) {
        ScriptWriter writer = new ScriptWriter(state);
        String output = head.write(writer, features);
        parts.putAll(writer.parts);
        lines.addAll(writer.lines);
        return output;
    }

    private ScriptModule module(String kind, String output) {
        lines.add("return " + output);
        return new ScriptModule(kind, parts, lines);
    }

    private String assign(String value) {
        String variable = "y" + lines.size();
        lines.add(variable + " = " + value);
        return variable;
    }

    @Override
    public String part(String kind, String name, String input, Part<String> part) {
        ScriptWriter inner = new ScriptWriter(state.under(name + "."));
        parts.put(name, inner.module(kind, part.write(inner, INPUT)));
        return assign(apply(name, input));
    }

    @Override
    public String normalizedConvolution(String convolution, String norm, String images, int stride) {
        parts.put(convolution, convolution(state.get(convolution + ".weight"), stride));
        parts.put(norm, batchNorm(state.under(norm + ".")));
        return assign(apply(norm, apply(convolution, images)));
    }

    @Override
    public String normalizedLinear(String linear, String norm, String rows) {
        parts.put(
                linear,
                new ScriptModule(
                        "LinearWithoutBias",
                        Map.of("weight", new ScriptParameter(state.get(linear + ".weight"))),
                        List.of("return torch.linear(x, self.weight, None)")));
        StateDict tensors = state.under(norm + ".");
        parts.put(norm, tensors.names().contains("weight") ? batchNorm(tensors) : plainBatchNorm(tensors));
        return assign(apply(norm, apply(linear, rows)));
    }

    @Override
    public String relu(String input) {
        return assign("torch.relu_(" + input + ")");
    }

    @Override
    public String add(String left, String right) {
        return assign("torch.add_(" + left + ", " + right + ")");
    }

    @Override
    public String maxPool(String images) {
        return assign("torch.max_pool2d(" + images + ", [3, 3], [2, 2], [1, 1], [1, 1], False)");
    }

    @Override
    public String averagePool(String images) {
        return assign("torch.flatten(torch.adaptive_avg_pool2d(" + images + ", [1, 1]), 1)");
    }

    @Override
    public String linear(String name, String rows) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("weight", new ScriptParameter(state.get(name + ".weight")));
        tensors.put("bias", new ScriptParameter(state.get(name + ".bias")));
        parts.put(name, new ScriptModule("Linear", tensors, List.of("return torch.linear(x, self.weight, self.bias)")));
        return assign(apply(name, rows));
    }

    private static ScriptModule convolution(TensorData weight, int stride) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("weight", new ScriptParameter(weight));
        attributes.put("stride", stride);
        attributes.put("padding", (int) weight.shape().get(2) / 2);
        return new ScriptModule(
                "Conv2d",
                attributes,
                List.of("return torch.conv2d(x, self.weight, None, [self.stride, self.stride], "
                        + "[self.padding, self.padding], [1, 1], 1)"));
    }

    private static ScriptModule batchNorm(StateDict tensors) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("weight", new ScriptParameter(tensors.get("weight")));
        attributes.put("bias", new ScriptParameter(tensors.get("bias")));
        return batchNorm("BatchNorm2d", attributes, "self.weight, self.bias", tensors);
    }

    private static ScriptModule plainBatchNorm(StateDict tensors) {
        return batchNorm("PlainBatchNorm", new LinkedHashMap<>(), "None, None", tensors);
    }

    private static ScriptModule batchNorm(
            String kind, Map<String, Object> attributes, String affine, StateDict tensors) {
        attributes.put("running_mean", tensors.get("running_mean"));
        attributes.put("running_var", tensors.get("running_var"));
        attributes.put("num_batches_tracked", TensorData.of(new long[1]));
        return new ScriptModule(
                kind,
                attributes,
                List.of("return torch.batch_norm(x, " + affine + ", self.running_mean, self.running_var, "
                        + "self.training, 0.1, 1e-05, True)"));
    }
}
