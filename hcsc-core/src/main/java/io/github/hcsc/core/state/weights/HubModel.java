package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.state.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backbone as a hub of models keeps it: tensors and a configuration under the names of the library that loads it.
 *
 * @param tensors the tensors
 * @param config what {@code config.json} says
 */
public record HubModel(StateDict tensors, Map<String, Object> config) {
    private static final Pattern BLOCK = Pattern.compile("layer(\\d)\\.(\\d+)\\.(conv|bn|downsample\\.)(\\d)\\.(.+)");

    /** What PyTorch's libraries expect a file of tensors to say. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    /** Whether timm and transformers have such a network: of torchvision's width, for large images. */
    public static boolean knows(EncoderDesign design) {
        return design instanceof ResNetDesign && design.differences().isEmpty();
    }

    /**
     * As timm keeps it.
     *
     * @param encoder tensors under torchvision's names
     * @param view what timm is told of pictures
     */
    public static HubModel timm(EncoderDesign design, StateDict encoder, Map<String, Object> view) {
        Map<String, Object> pretrained = new LinkedHashMap<>(view);
        pretrained.put("num_classes", 0);
        pretrained.put("first_conv", "conv1");
        pretrained.put("classifier", "fc");
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", design.name());
        config.put("num_classes", 0);
        config.put("num_features", design.featureSize());
        config.put("pretrained_cfg", pretrained);
        return new HubModel(described(TorchvisionWeights.backbone(encoder)), config);
    }

    /**
     * As transformers keeps it.
     *
     * @param encoder tensors under torchvision's names
     */
    public static HubModel transformers(StateDict encoder) {
        StateDict.Builder renamed = StateDict.builder();
        TorchvisionWeights.backbone(encoder)
                .tensors()
                .forEach((name, tensor) -> renamed.put(transformers(name), tensor));
        boolean bottleneck = encoder.names().contains("layer1.0.conv3.weight");
        List<Integer> sizes = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        for (int stage = 1; stage <= 4; stage++) {
            String layer = "layer" + stage + ".";
            sizes.add((bottleneck ? 4 : 1) * (ResNetDesign.PUBLISHED_WIDTH << stage - 1));
            depths.add((int) encoder.names().stream()
                    .filter(name -> name.matches(Pattern.quote(layer) + "\\d+\\.conv1\\.weight"))
                    .count());
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("ResNetModel"));
        config.put("model_type", "resnet");
        config.put("num_channels", Backbone.CHANNELS);
        config.put("embedding_size", ResNetDesign.PUBLISHED_WIDTH);
        config.put("hidden_sizes", sizes);
        config.put("depths", depths);
        config.put("layer_type", bottleneck ? "bottleneck" : "basic");
        config.put("hidden_act", "relu");
        config.put("downsample_in_first_stage", false);
        config.put("downsample_in_bottleneck", false);
        config.put("torch_dtype", "float32");
        return new HubModel(described(renamed.build()), config);
    }

    private static StateDict described(StateDict tensors) {
        return new StateDict(tensors.tensors(), METADATA);
    }

    /** The name in transformers of a tensor of torchvision's. */
    private static String transformers(String name) {
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return "embedder.embedder." + part(name.startsWith("conv")) + name.substring(name.indexOf('.'));
        }
        boolean shortcut = block.group(3).startsWith("downsample");
        boolean convolution =
                block.group(3).equals("conv") || shortcut && block.group(4).equals("0");
        return "encoder.stages." + (Integer.parseInt(block.group(1)) - 1) + ".layers." + block.group(2)
                + (shortcut ? ".shortcut." : ".layer." + (Integer.parseInt(block.group(4)) - 1) + ".")
                + part(convolution) + "." + block.group(5);
    }

    private static String part(boolean convolution) {
        return convolution ? "convolution" : "normalization";
    }
}
