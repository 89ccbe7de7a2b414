package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.TensorData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations of a model, in order, with its weights; values are known by their names. */
final class OnnxGraph {
    private static final Map<DataType, Long> TYPES = Map.of(
            DataType.FLOAT32, 1L, DataType.UINT8, 2L, DataType.INT64, 7L, DataType.BOOLEAN, 9L, DataType.FLOAT64, 11L);

    private final List<ProtoMessage> nodes = new ArrayList<>();
    private final List<ProtoMessage> inputs = new ArrayList<>();
    private final List<ProtoMessage> outputs = new ArrayList<>();
    private final Map<String, TensorData> weights = new LinkedHashMap<>();

    /** The number that ONNX has for a type. */
    static long number(DataType type) {
        Long number = TYPES.get(type);
        if (number == null) {
            throw new IllegalArgumentException("the type must be one of " + TYPES.keySet() + ", but was " + type);
        }
        return number;
    }

    /** The weights by name. */
    Map<String, TensorData> weights() {
        return weights;
    }

    /**
     * Adds an input.
     *
     * @param dimensions names of those that are open, digits for the others
     */
    String input(String name, DataType type, String... dimensions) {
        inputs.add(value(name, type, dimensions));
        return name;
    }

    /** Declares a value as output. */
    void output(String name, DataType type, String... dimensions) {
        outputs.add(value(name, type, dimensions));
    }

    private static ProtoMessage value(String name, DataType type, String... dimensions) {
        ProtoMessage shape = new ProtoMessage();
        for (String dimension : dimensions) {
            boolean open = !Character.isDigit(dimension.charAt(0));
            shape.put(
                    1,
                    open ? new ProtoMessage().put(2, dimension) : new ProtoMessage().put(1, Long.parseLong(dimension)));
        }
        ProtoMessage tensor = new ProtoMessage().put(1, number(type)).put(2, shape);
        return new ProtoMessage().put(1, name).put(2, new ProtoMessage().put(1, tensor));
    }

    /** Adds a tensor under a name that may have it already. */
    String weight(String name, TensorData tensor) {
        weights.putIfAbsent(name, tensor);
        return name;
    }

    /**
     * Adds an operation.
     *
     * @param output name of its result
     */
    String apply(String operator, String output, List<String> operands, Attribute... attributes) {
        ProtoMessage node = new ProtoMessage();
        operands.forEach(operand -> node.put(1, operand));
        node.put(2, output).put(3, output).put(4, operator);
        for (Attribute attribute : attributes) {
            node.put(5, attribute.message());
        }
        nodes.add(node);
        return output;
    }

    /**
     * The graph ({@code GraphProto}).
     *
     * @param tensors the weights as they are to be in the file
     */
    ProtoMessage message(List<ProtoMessage> tensors) {
        return new ProtoMessage()
                .putAll(1, nodes)
                .put(2, "hcsc")
                .putAll(5, tensors)
                .putAll(11, inputs)
                .putAll(12, outputs);
    }
}
