package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import java.util.List;

/** The operations from an embedding to its node in each level of a tree, each level for itself. */
final class NodeOutputs {
    private static final float LEAST_LENGTH = 1e-12f;

    private NodeOutputs() {}

    /**
     * Adds the outputs {@code embedding} {@code [batch, d]} of unit length, and for each level {@code node_L} {@code
     * [batch]} and {@code probability_L} {@code [batch]}: the largest of softmax(cosine / density).
     *
     * @param raw the embedding, not yet of unit length
     */
    static void write(OnnxGraph graph, String raw, PrototypeTree tree) {
        String length = graph.apply(
                "ReduceL2",
                "embedding.length",
                List.of(raw),
                Attribute.of("axes", new long[] {1}),
                Attribute.of("keepdims", 1));
        String least = graph.weight("embedding.least", TensorData.of(new float[] {LEAST_LENGTH}));
        String divisor = graph.apply("Max", "embedding.divisor", List.of(length, least));
        String embedding = graph.apply("Div", "embedding", List.of(raw, divisor));
        graph.output(embedding, DataType.FLOAT32, OnnxEncoder.BATCH, "" + tree.dimension());
        for (int l = 0; l < tree.levels().size(); l++) {
            level(graph, embedding, tree.levels().get(l), l);
        }
    }

    private static void level(OnnxGraph graph, String embedding, TreeLevel level, int l) {
        String weight = graph.weight("prototypes." + l + ".weight", directions(level));
        String logits = graph.apply("MatMul", "logits_" + l, List.of(embedding, weight));
        String node = graph.apply(
                "ArgMax", "node_" + l, List.of(logits), Attribute.of("axis", 1), Attribute.of("keepdims", 0));
        String shares = graph.apply("Softmax", "shares_" + l, List.of(logits), Attribute.of("axis", 1));
        String probability = graph.apply(
                "ReduceMax",
                "probability_" + l,
                List.of(shares),
                Attribute.of("axes", new long[] {1}),
                Attribute.of("keepdims", 0));
        graph.output(node, DataType.INT64, OnnxEncoder.BATCH);
        graph.output(probability, DataType.FLOAT32, OnnxEncoder.BATCH);
    }

    /** Centroids over densities, {@code [d, M]}. */
    private static TensorData directions(TreeLevel level) {
        float[] first = level.centroid(0);
        float[] values = new float[first.length * level.size()];
        for (int node = 0; node < level.size(); node++) {
            float[] centroid = level.centroid(node);
            for (int i = 0; i < centroid.length; i++) {
                values[i * level.size() + node] = centroid[i] / level.density(node);
            }
        }
        return TensorData.of(values, first.length, level.size());
    }
}
