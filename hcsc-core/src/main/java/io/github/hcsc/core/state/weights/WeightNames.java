package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds an encoder among the tensors of a checkpoint and gives its tensors torchvision's names: {@code conv1.weight},
 * {@code bn1.running_mean}, {@code layer1.0.conv2.weight}, {@code fc.0.bias}; those of a Vision Transformer timm's: {@code
 * patch_embed.proj.weight}, {@code blocks.0.attn.qkv.bias}.
 *
 * <p>Known are the checkpoints of HCSC, PCL and MoCo v1 and v2 (their query encoder), MoCo v3 and SimSiam, our own (the
 * query encoder), torchvision's, timm's and lightly's ResNets, with and without the prefixes of parallel and compiled
 * training, and any other file with one ResNet, whatever the prefix. Of Vision Transformers known are those of MoCo v3,
 * DINO, DINOv2, HIRL, timm and torchvision.
 */
public final class WeightNames {
    /** The name in metadata of how an encoder was read that the file does not tell everything of, in words. */
    public static final String READ = "hcsc.read_as";

    private static final String COUNTER = ".num_batches_tracked";
    private static final String VARIANCE = ".running_var";

    private WeightNames() {}

    /** Whether an encoder is among the tensors of a checkpoint. */
    public static boolean knows(StateDict checkpoint) {
        return !EncoderPlace.in(checkpoint).isEmpty();
    }

    /**
     * The tensors of the encoder, backbone and head, as FLOAT32, without the counters of batches that nothing here needs.
     *
     * @param checkpoint tensors under the names of their file
     * @throws IllegalArgumentException if no encoder is among them, several and none that is known to be the one, or one that is
     *     not read
     */
    public static StateDict encoder(StateDict checkpoint) {
        return taken(place(checkpoint), checkpoint);
    }

    /**
     * The tensors of the encoder after a prefix.
     *
     * @param checkpoint tensors under the names of their file
     * @param prefix such as {@code "module.encoder_k."}
     * @throws IllegalArgumentException if no encoder is there
     */
    public static StateDict encoder(StateDict checkpoint, String prefix) {
        List<EncoderPlace> places = EncoderPlace.in(checkpoint);
        EncoderPlace wanted = places.stream()
                .filter(place -> place.prefix().equals(prefix))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the weights must hold an encoder after the prefix \""
                        + prefix + "\", but "
                        + (places.isEmpty() ? "hold " + some(checkpoint) : "hold encoders after " + quoted(places))));
        return taken(wanted, checkpoint);
    }

    /**
     * The same Vision Transformer with so many attention heads.
     *
     * @param encoder what {@link #encoder(StateDict)} returned
     * @param file what it was read from
     * @throws IllegalArgumentException if the file states another number, it does not divide the width, or there are no heads
     */
    public static StateDict withHeads(StateDict encoder, StateDict file, int heads) {
        String stated = file.metadata().getOrDefault(VitDesign.HEADS, "" + heads);
        if (!stated.equals("" + heads)) {
            throw new IllegalArgumentException("--heads must be " + Printable.of(stated)
                    + ", as the file states, or be left out, but was " + heads);
        }
        Map<String, String> metadata = new TreeMap<>(encoder.metadata());
        metadata.put(VitDesign.HEADS, "" + heads);
        metadata.computeIfPresent(
                READ,
                (name, words) -> words.replaceAll(
                        "with \\d+ attention heads \\(.*?\\)", "with " + heads + " attention heads, as was asked for"));
        StateDict changed = new StateDict(encoder.tensors(), metadata);
        if (VitTensors.design(changed).isEmpty()) {
            throw new IllegalArgumentException(
                    "--heads is for Vision Transformers, but the weights are of another network");
        }
        return changed;
    }

    /** The prefix of the encoder that {@link #encoder(StateDict)} takes. */
    public static String prefix(StateDict checkpoint) {
        return place(checkpoint).prefix();
    }

    private static EncoderPlace place(StateDict checkpoint) {
        List<EncoderPlace> places = EncoderPlace.in(checkpoint);
        if (places.isEmpty()) {
            throw new IllegalArgumentException(
                    "the weights must hold a ResNet's conv1.weight and layer1.0.conv1.weight, or a Vision Transformer's"
                            + " patch_embed.proj.weight and cls_token, with or without a prefix, but hold "
                            + some(checkpoint));
        }
        if (places.size() > 1 && !places.get(0).isPreferred()) {
            throw new IllegalArgumentException(
                    "the weights must hold one encoder, but hold several; name the prefix of one: " + quoted(places));
        }
        return places.get(0);
    }

    private static StateDict taken(EncoderPlace place, StateDict checkpoint) {
        StateDict found = place.of(checkpoint).filter(name -> !name.endsWith(COUNTER));
        StateDict.Builder floats = StateDict.builder();
        found.tensors().forEach((name, tensor) -> floats.put(name, tensor.asFloat32()));
        return new StateDict(floats.build().tensors(), found.metadata());
    }

    private static String some(StateDict checkpoint) {
        return checkpoint.names().stream().limit(5).toList() + " and others, "
                + checkpoint.names().size() + " in all";
    }

    private static String quoted(List<EncoderPlace> places) {
        return places.stream().map(place -> '"' + place.prefix() + '"').collect(Collectors.joining(", "));
    }

    /**
     * The tensors of the backbone alone, without head, classifier and counters.
     *
     * @param checkpoint tensors under the names of their file
     * @throws IllegalArgumentException if no encoder is among them
     */
    public static StateDict backbone(StateDict checkpoint) {
        return encoder(checkpoint).filter(name -> !name.startsWith("fc."));
    }

    /**
     * An encoder's tensors with PyTorch's counters of training batches, each after the running variance it belongs to.
     *
     * @param encoder tensors under torchvision's names, without counters
     * @param batches what the counters say
     */
    static StateDict withCounters(StateDict encoder, long batches) {
        StateDict.Builder all = StateDict.builder();
        encoder.tensors().forEach((name, tensor) -> {
            all.put(name, tensor);
            if (name.endsWith(VARIANCE)) {
                String unit = name.substring(0, name.length() - VARIANCE.length());
                all.put(unit + COUNTER, TensorData.of(new long[] {batches}));
            }
        });
        return all.build();
    }

    /** Whether a tensor is a buffer, which no optimiser moves. */
    static boolean isBuffer(String name) {
        return name.endsWith(".running_mean") || name.endsWith(VARIANCE) || name.endsWith(COUNTER);
    }

    /** The number of values of a feature. */
    static long featureSize(StateDict encoder) {
        String last = "";
        for (String name : encoder.names()) {
            last = name.matches("layer4\\.\\d+\\.bn[23]\\.weight") ? name : last;
        }
        TensorData weight = encoder.get(last);
        if (weight.type() != DataType.FLOAT32) {
            throw new IllegalArgumentException("an encoder's weights must be float32, but were " + weight.type());
        }
        return weight.shape().size();
    }
}
