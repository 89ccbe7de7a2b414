package io.github.hcsc.train.onnx;

import com.google.protobuf.CodedOutputStream;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.train.run.Version;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A model on disk: one file, or two if the weights are too many for one message. */
final class OnnxFile {
    /** A message has fewer than 2^31 bytes; operations and words take a share of them. */
    static final long MOST_INLINE = 1_900_000_000;

    /** The format that ONNX Runtime 1.16 and later read, and the operators of that time. */
    private static final long IR_VERSION = 8;

    private static final long OPSET = 17;

    private static final int BUFFER = 1 << 16;
    private static final int PAGE = 4096;
    private static final int SMALL = 1024;
    private static final long EXTERNAL = 1;

    private OnnxFile() {}

    /**
     * Writes a model.
     *
     * @param path the file; weights beyond it go to {@code <name>.data} beside it
     * @param words what it says about itself
     * @param mostInline bytes of weights up to which all are in the file itself
     */
    static void write(Path path, OnnxGraph graph, SortedMap<String, String> words, long mostInline) throws IOException {
        long total = graph.weights().values().stream()
                .mapToLong(TensorData::byteCount)
                .sum();
        Map<String, Long> offsets = total > mostInline ? offsets(graph.weights()) : Map.of();
        String data = path.getFileName() + ".data";
        if (!offsets.isEmpty()) {
            AtomicFile.write(path.resolveSibling(data), channel -> writeData(channel, graph.weights(), offsets));
        }
        List<ProtoMessage> tensors = new ArrayList<>();
        graph.weights().forEach((name, tensor) -> {
            ProtoMessage described = described(name, tensor);
            tensors.add(
                    offsets.containsKey(name)
                            ? outside(described, data, offsets.get(name), tensor.byteCount())
                            : described.put(9, tensor));
        });
        ProtoMessage model = model(graph.message(tensors), words);
        AtomicFile.write(path, channel -> {
            CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(channel), BUFFER);
            model.writeTo(out);
            out.flush();
        });
    }

    private static Map<String, Long> offsets(Map<String, TensorData> weights) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, TensorData> named : weights.entrySet()) {
            long bytes = named.getValue().byteCount();
            if (bytes >= SMALL) {
                offsets.put(named.getKey(), end);
                end = (end + bytes + PAGE - 1) / PAGE * PAGE;
            }
        }
        return offsets;
    }

    private static void writeData(FileChannel channel, Map<String, TensorData> weights, Map<String, Long> offsets)
            throws IOException {
        for (Map.Entry<String, TensorData> named : weights.entrySet()) {
            if (offsets.containsKey(named.getKey())) {
                channel.position(offsets.get(named.getKey()));
                named.getValue().writeTo(channel);
            }
        }
    }

    /** Name, shape and type of a tensor ({@code TensorProto}). */
    private static ProtoMessage described(String name, TensorData tensor) {
        ProtoMessage message = new ProtoMessage();
        for (long dimension : tensor.shape().getShape()) {
            message.put(1, dimension);
        }
        return message.put(2, OnnxGraph.number(tensor.type())).put(8, name);
    }

    private static ProtoMessage outside(ProtoMessage tensor, String file, long offset, long length) {
        return tensor.put(13, word("location", file))
                .put(13, word("offset", Long.toString(offset)))
                .put(13, word("length", Long.toString(length)))
                .put(14, EXTERNAL);
    }

    private static ProtoMessage model(ProtoMessage graph, SortedMap<String, String> words) {
        ProtoMessage model = new ProtoMessage()
                .put(1, IR_VERSION)
                .put(8, new ProtoMessage().put(2, OPSET))
                .put(2, "hcsc")
                .put(3, Version.hcsc())
                .put(7, graph);
        words.forEach((key, value) -> model.put(14, word(key, value)));
        return model;
    }

    private static ProtoMessage word(String key, String value) {
        return new ProtoMessage().put(1, key).put(2, value);
    }
}
