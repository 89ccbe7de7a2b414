package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network that is trained.
 *
 * @param architecture depth of the ResNet
 * @param width channels relative to the published network, 1 for exactly those
 * @param stem first layers
 * @param dimension length of an embedding
 * @param mlpHead whether the projection head has a hidden layer
 * @param bnGroups contiguous groups of the batch that batch-norm is computed over, one per device of the published
 *     training; keys are shuffled between them
 * @param initialWeights a file or a run whose encoder training starts from; {@code none} in YAML for random weights, as
 *     in files without this key
 * @param initialKey the entry of that file that holds the tensors; {@code auto}, as in files without this key, for where
 *     programs usually put them
 * @param initialPrefix what precedes the names of the encoder's tensors there; {@code auto}, as in files without this key,
 *     for that of the one or the trained encoder
 */
public record EncoderConfig(
        Architecture architecture,
        double width,
        Stem stem,
        int dimension,
        boolean mlpHead,
        int bnGroups,

        @JsonDeserialize(using = OptionalPaths.Reader.class) @JsonSerialize(using = OptionalPaths.Writer.class)
        Optional<Path> initialWeights,

        String initialKey,
        String initialPrefix) {

    /** The word for an entry or a prefix that is looked for. */
    public static final String AUTO = "auto";

    /** 16 channels in the first stage: the least that PyTorch 2.7.1 computes rightly for odd batches on the CPU. */
    static final double SAFE_WIDTH = 0.25;

    /** Depth of the network. */
    public enum Architecture {
        /** 18 layers, basic blocks. */
        @JsonProperty("resnet18")
        RESNET18,
        /** 34 layers, basic blocks. */
        @JsonProperty("resnet34")
        RESNET34,
        /** 50 layers, bottleneck blocks. */
        @JsonProperty("resnet50")
        RESNET50,
        /** 101 layers, bottleneck blocks. */
        @JsonProperty("resnet101")
        RESNET101
    }

    /** First layers of the network. */
    public enum Stem {
        /** 7x7 convolution of stride 2 and max-pooling: a quarter of the side. */
        @JsonProperty("imagenet")
        IMAGENET,
        /** 3x3 convolution of stride 1, for images of about 64 pixels and fewer. */
        @JsonProperty("small")
        SMALL
    }

    /** Checks every value. */
    public EncoderConfig {
        Require.that(width > 0 && width <= 8, "width", "lie in (0, 8]", width);
        Require.atLeast(2, "dimension", dimension);
        Require.atLeast(1, "bnGroups", bnGroups);
    }
}
