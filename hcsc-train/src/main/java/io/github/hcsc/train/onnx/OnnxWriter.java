package io.github.hcsc.train.onnx;

import io.github.hcsc.core.encoder.design.NetworkWriter;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.List;

/** Takes down a network as operations of a graph. Batch normalisation becomes part of the convolution before it. */
final class OnnxWriter implements NetworkWriter<String> {
    private final OnnxGraph graph;
    private final String prefix; // of the part at hand
    private final StateDict state; // of this part, by the names below it
    private int values;

    OnnxWriter(OnnxGraph graph, String prefix, StateDict state) {
        this.graph = graph;
        this.prefix = prefix;
        this.state = state;
    }

    private String apply(String operator, List<String> operands, Attribute... attributes) {
        return graph.apply(operator, prefix + "y" + values++, operands, attributes);
    }

    @Override
    public String part(String kind, String name, String input, Part<String> part) {
        return part.write(new OnnxWriter(graph, prefix + name + ".", state.under(name + ".")), input);
    }

    @Override
    public String normalizedConvolution(String convolution, String norm, String images, int stride) {
        TensorData weight = state.get(convolution + ".weight");
        BatchNormScale scale = BatchNormScale.of(state.under(norm + "."));
        long kernel = weight.shape().get(2);
        long margin = kernel / 2;
        return apply(
                "Conv",
                List.of(
                        images,
                        graph.weight(prefix + convolution + ".weight", scale.weight(weight)),
                        graph.weight(prefix + convolution + ".bias", scale.bias())),
                Attribute.of("kernel_shape", kernel, kernel),
                Attribute.of("pads", margin, margin, margin, margin),
                Attribute.of("strides", stride, stride));
    }

    @Override
    public String relu(String input) {
        return apply("Relu", List.of(input));
    }

    @Override
    public String add(String left, String right) {
        return apply("Add", List.of(left, right));
    }

    @Override
    public String maxPool(String images) {
        return apply(
                "MaxPool",
                List.of(images),
                Attribute.of("kernel_shape", 3, 3),
                Attribute.of("pads", 1, 1, 1, 1),
                Attribute.of("strides", 2, 2));
    }

    @Override
    public String averagePool(String images) {
        return apply("Flatten", List.of(apply("GlobalAveragePool", List.of(images))), Attribute.of("axis", 1));
    }

    @Override
    public String normalizedLinear(String linear, String norm, String rows) {
        BatchNormScale scale = BatchNormScale.of(state.under(norm + "."));
        return linear(linear, scale.weight(state.get(linear + ".weight")), scale.bias(), rows);
    }

    @Override
    public String linear(String name, String rows) {
        return linear(name, state.get(name + ".weight"), state.get(name + ".bias"), rows);
    }

    private String linear(String name, TensorData weight, TensorData bias, String rows) {
        return apply(
                "Gemm",
                List.of(
                        rows,
                        graph.weight(prefix + name + ".weight", weight),
                        graph.weight(prefix + name + ".bias", bias)),
                Attribute.of("transB", 1));
    }
}
