package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The network that is trained.
 *
 * @param architecture published network
 * @param width channels relative to the published network, 1 for exactly those
 * @param stem first layers of a ResNet
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
 * @param patch side of a Vision Transformer's patch in pixels; by the size of a view if a file does not say. This and all
 *     further keys are of Vision Transformers alone, and may be left out
 * @param registers further tokens
 * @param features what the feature of an image is
 * @param depth blocks, 0 for the twelve of the published networks
 * @param heads attention heads of a block, 0 for those of the published network
 * @param positions whether the places of patches are learned
 * @param patchProjection whether the projection of patches is trained
 * @param layerScale whether each branch has a learned gain per value
 * @param dropPath share of images that the branches of the last block leave out in training
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
        String initialPrefix,
        int patch,
        int registers,
        Features features,
        int depth,
        int heads,
        Positions positions,
        PatchProjection patchProjection,
        boolean layerScale,
        double dropPath) {

    /** The word for an entry or a prefix that is looked for. */
    public static final String AUTO = "auto";

    /** The patch of Vision Transformers for photographs, and what is written for a ResNet. */
    static final int USUAL_PATCH = 16;

    /** The keys of Vision Transformers alone but the patch, with the values that they have in files without them. */
    static final Map<String, JsonNode> OF_TRANSFORMERS = Map.of(
            "registers", IntNode.valueOf(0),
            "features", TextNode.valueOf("class"),
            "depth", IntNode.valueOf(0),
            "heads", IntNode.valueOf(0),
            "positions", TextNode.valueOf("fixed"),
            "patchProjection", TextNode.valueOf("learned"),
            "layerScale", BooleanNode.FALSE,
            "dropPath", DoubleNode.valueOf(0));

    /** 16 channels in the first stage: the least that PyTorch 2.7.1 computes rightly for odd batches on the CPU. */
    static final double SAFE_WIDTH = 0.25;

    /** Published networks. */
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
        RESNET101,
        /** A Vision Transformer of 192 values per token. */
        @JsonProperty("vit_tiny")
        VIT_TINY,
        /** A Vision Transformer of 384 values per token. */
        @JsonProperty("vit_small")
        VIT_SMALL,
        /** A Vision Transformer of 768 values per token. */
        @JsonProperty("vit_base")
        VIT_BASE;

        /** Returns whether it is a Vision Transformer. */
        public boolean isTransformer() {
            return compareTo(VIT_TINY) >= 0;
        }
    }

    /** What the feature of an image is. */
    public enum Features {
        /** The class token. */
        @JsonProperty("class")
        CLASS,
        /** The mean of the patch tokens. */
        @JsonProperty("mean")
        MEAN,
        /** Both. */
        @JsonProperty("class+mean")
        CLASS_AND_MEAN,
        /** The norm of the mean of the patch tokens before it. */
        @JsonProperty("norm-of-mean")
        NORM_OF_MEAN
    }

    /** Where patches are in the image. */
    public enum Positions {
        /** Sines and cosines, never trained. */
        @JsonProperty("fixed")
        FIXED,
        /** Trained. */
        @JsonProperty("learned")
        LEARNED
    }

    /** How patches become tokens. */
    public enum PatchProjection {
        /** By a projection that is trained. */
        @JsonProperty("learned")
        LEARNED,
        /** By a projection that keeps its first weights. */
        @JsonProperty("frozen")
        FROZEN
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

    /** Returns the patch of a configuration without one: at least some 8 x 8 of them in a view. */
    static int usualPatch(JsonNode config) {
        boolean transformer = config.at("/encoder/architecture").asText().startsWith("vit");
        int side = config.at("/views/imageSize").asInt(USUAL_PATCH * USUAL_PATCH);
        if (!transformer || side >= USUAL_PATCH * 8) {
            return USUAL_PATCH;
        }
        return side >= 64 ? 8 : 4;
    }

    /** A ResNet. */
    public EncoderConfig(
            Architecture architecture,
            double width,
            Stem stem,
            int dimension,
            boolean mlpHead,
            int bnGroups,
            Optional<Path> initialWeights,
            String initialKey,
            String initialPrefix) {
        this(
                architecture,
                width,
                stem,
                dimension,
                mlpHead,
                bnGroups,
                initialWeights,
                initialKey,
                initialPrefix,
                USUAL_PATCH,
                0,
                Features.CLASS,
                0,
                0,
                Positions.FIXED,
                PatchProjection.LEARNED,
                false,
                0);
    }

    /** Checks every value. */
    public EncoderConfig {
        Require.that(width > 0 && width <= 8, "width", "lie in (0, 8]", width);
        Require.atLeast(2, "dimension", dimension);
        Require.atLeast(1, "bnGroups", bnGroups);
        Require.that(patch >= 1 && patch <= 256, "patch", "lie in [1, 256]", patch);
        Require.that(registers >= 0 && registers <= 1024, "registers", "lie in [0, 1024]", registers);
        Require.that(depth >= 0 && depth <= 1024, "depth", "lie in [0, 1024]", depth);
        Require.atLeast(0, "heads", heads);
        Require.momentum("dropPath", dropPath);
    }
}
