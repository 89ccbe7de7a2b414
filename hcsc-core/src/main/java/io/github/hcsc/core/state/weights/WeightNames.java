package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.List;
import java.util.Optional;

/**
 * Finds an encoder among the tensors of a checkpoint and gives its tensors torchvision's names: {@code conv1.weight},
 * {@code bn1.running_mean}, {@code layer1.0.conv2.weight}, {@code fc.0.bias}.
 *
 * <p>Known are the checkpoints of HCSC, PCL and MoCo v1 and v2 (their query encoder), MoCo v3 and SimSiam, our own (the
 * query encoder), and torchvision's and timm's ResNets, with and without the prefix of data-parallel training.
 */
public final class WeightNames {
    private static final String COUNTER = ".num_batches_tracked";
    private static final String VARIANCE = ".running_var";
    private static final List<String> FIRST = List.of("conv1.weight", "layer1.0.conv1.weight");
    private static final List<String> PREFIXES = List.of(
            "module.encoder_q.",
            "encoder_q.",
            "query.",
            "module.base_encoder.",
            "module.encoder.",
            "module.backbone.",
            "module.",
            "base_encoder.",
            "encoder.",
            "backbone.",
            "model.",
            "");

    private WeightNames() {}

    /** Whether an encoder is among the tensors of a checkpoint. */
    public static boolean knows(StateDict checkpoint) {
        return prefix(checkpoint).isPresent();
    }

    private static Optional<String> prefix(StateDict checkpoint) {
        return PREFIXES.stream()
                .filter(candidate ->
                        FIRST.stream().allMatch(name -> checkpoint.names().contains(candidate + name)))
                .findFirst();
    }

    /**
     * The tensors of the encoder, backbone and head, without the counters of batches that nothing here needs.
     *
     * @param checkpoint tensors under the names of their file
     * @throws IllegalArgumentException if no ResNet is among them
     */
    public static StateDict encoder(StateDict checkpoint) {
        String prefix = prefix(checkpoint)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the weights must hold a ResNet's " + FIRST + ", with or without a known prefix, but hold "
                                + checkpoint.names().stream().limit(5).toList() + " and others, "
                                + checkpoint.names().size() + " in all"));
        return checkpoint.under(prefix).filter(name -> !name.endsWith(COUNTER));
    }

    /**
     * The tensors of the backbone alone, without head, classifier and counters.
     *
     * @param checkpoint tensors under the names of their file
     * @throws IllegalArgumentException if no ResNet is among them
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
