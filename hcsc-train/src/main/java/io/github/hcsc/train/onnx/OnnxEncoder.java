package io.github.hcsc.train.onnx;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.Head;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An encoder as ONNX models, of opset 17 in IR version 8, which ONNX Runtime reads from 1.16 on.
 *
 * <p>The outputs are {@code features}, float32 {@code [batch, featureSize]}, and with a tree {@code embedding}, float32
 * {@code [batch, d]} of unit length, and for each level {@code L}, 0 the finest, {@code node_L}, int64 {@code [batch]}, and
 * {@code probability_L}, float32 {@code [batch]}. Batch normalisation is part of the convolutions.
 *
 * <p>The metadata begin with {@code hcsc.}: {@code format}, {@code architecture}, {@code resize}, {@code crop}, {@code
 * mean} and {@code std}; with a tree {@code levels}, and where nodes have names {@code names.L}, a JSON array by node with
 * null for those without.
 *
 * @param state tensors of a network of this library
 * @param view how pictures are prepared
 * @param nodes the tree whose nodes are told, none for features alone
 */
public record OnnxEncoder(StateDict state, Preprocessing view, Optional<NamedTree> nodes) {
    static final String BATCH = "batch";

    private static final String FORMAT = "1";

    /**
     * Checks that the network can tell nodes.
     *
     * @throws IllegalArgumentException if a tree is given for a network without a head, or with one of another size
     */
    public OnnxEncoder {
        Optional<Head> head = design(state).head();
        nodes.ifPresent(known -> {
            int dim = head.map(Head::dim).orElse(0);
            if (dim != known.tree().dimension()) {
                throw new IllegalArgumentException("nodes need an encoder with embeddings of "
                        + known.tree().dimension() + " values, but its projection head "
                        + (dim == 0 ? "is missing" : "has " + dim));
            }
        });
    }

    private static EncoderDesign design(StateDict state) {
        EncoderDesign design = EncoderDesign.of(state.shapes(), state.metadata());
        if (design.isConvolutional()) {
            return design;
        }
        throw new IllegalArgumentException("ONNX is written of ResNets alone, but the encoder is " + design
                + "; export it as TorchScript (--format djl) or for timm (--format timm)");
    }

    /**
     * Writes {@code encoder.onnx}, whose input is {@code images}, float32 {@code [batch, 3, height, width]}, normalised;
     * and {@code encoder-pictures.onnx}, whose input is {@code pictures}, uint8 {@code [batch, height, width, 3]} of any
     * size, which it resizes and crops to the bit as Pillow does. Weights of more than 1.9 GB go to a file {@code .data}
     * beside each.
     *
     * @param folder where to, made as needed
     * @throws IllegalArgumentException if tensors are missing or are none of the network's
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder) throws IOException {
        write(folder, OnnxFile.MOST_INLINE);
    }

    void write(Path folder, long mostInline) throws IOException {
        state.requireShapes(design(state).shapes());
        SortedMap<String, String> words = words();
        OnnxGraph plain = new OnnxGraph();
        outputs(plain, plain.input("images", DataType.FLOAT32, BATCH, "3", "height", "width"));
        OnnxFile.write(folder.resolve("encoder.onnx"), plain, words, mostInline);
        OnnxGraph whole = new OnnxGraph();
        String pictures = whole.input("pictures", DataType.UINT8, BATCH, "height", "width", "3");
        outputs(whole, PictureView.write(whole, pictures, view));
        OnnxFile.write(folder.resolve("encoder-pictures.onnx"), whole, words, mostInline);
    }

    private void outputs(OnnxGraph graph, String images) {
        EncoderDesign design = design(state);
        OnnxWriter writer = new OnnxWriter(graph, "", state);
        String features = graph.apply("Identity", "features", List.of(design.writeBackbone(writer, images)));
        graph.output(features, DataType.FLOAT32, BATCH, "" + design.featureSize());
        nodes.ifPresent(
                known -> NodeOutputs.write(graph, design.head().orElseThrow().write(writer, features), known.tree()));
    }

    private SortedMap<String, String> words() {
        SortedMap<String, String> words = new TreeMap<>();
        words.put("hcsc.format", FORMAT);
        words.put("hcsc.architecture", design(state).name());
        words.put("hcsc.resize", Integer.toString(view.resize()));
        words.put("hcsc.crop", Integer.toString(view.crop()));
        words.put("hcsc.mean", view.mean().toString());
        words.put("hcsc.std", view.deviation().toString());
        nodes.ifPresent(known -> {
            int levels = known.tree().levels().size();
            words.put("hcsc.levels", Integer.toString(levels));
            for (int l = 0; l < levels && known.isNamed(); l++) {
                words.put("hcsc.names." + l, known.names(l));
            }
        });
        return words;
    }
}
