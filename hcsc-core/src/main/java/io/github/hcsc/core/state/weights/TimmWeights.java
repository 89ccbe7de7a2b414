package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.vit.VitArchitecture;
import io.github.hcsc.core.encoder.vit.VitFeatures;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Weights for {@code load_state_dict} of timm. A ResNet has torchvision's names there. */
public final class TimmWeights {

    private TimmWeights() {}

    /**
     * Returns the backbone's tensors under timm's names, with a classifier of zeros if one is wanted.
     *
     * @param encoder tensors as this library names them
     * @param classes of the classifier, 0 for none
     */
    public static StateDict of(StateDict encoder, int classes) {
        Optional<VitDesign> known = VitTensors.design(encoder);
        if (known.isEmpty()) {
            return classes == 0
                    ? TorchvisionWeights.backbone(encoder)
                    : TorchvisionWeights.withClassifier(encoder, classes);
        }
        VitDesign design = known.orElseThrow();
        StateDict.Builder tensors = StateDict.builder();
        boolean pooled = design.features() == VitFeatures.NORM_OF_MEAN;
        WeightNames.backbone(encoder)
                .tensors()
                .forEach((name, tensor) ->
                        tensors.put(pooled && name.startsWith("norm.") ? "fc_" + name : name, tensor));
        return classes == 0 ? tensors.build() : withClassifier(tensors, "head", design, classes);
    }

    static StateDict withClassifier(StateDict.Builder tensors, String name, VitDesign design, int classes) {
        int width = design.architecture().width();
        return tensors.put(name + ".weight", TensorData.of(new float[classes * width], classes, width))
                .put(name + ".bias", TensorData.of(new float[classes], classes))
                .build();
    }

    /** The lines of Python that load what was written. */
    public static List<String> loading(EncoderDesign design, int classes, Path file) {
        List<String> lines = new ArrayList<>();
        if (design instanceof VitDesign vit) {
            lines.add("model = timm.models.vision_transformer.VisionTransformer("
                    + String.join(", ", arguments(vit, classes)) + ")");
        } else if (design instanceof ResNetDesign network) {
            lines.add("model = timm.create_model(\"" + design.name() + "\", num_classes=" + classes + ")");
            lines.addAll(TorchvisionWeights.stem(network));
        }
        lines.add(TorchvisionWeights.reading(file));
        return lines;
    }

    private static List<String> arguments(VitDesign vit, int classes) {
        VitArchitecture sizes = vit.architecture();
        List<String> arguments = new ArrayList<>(List.of(
                "img_size=" + sizes.imageSize(),
                "patch_size=" + sizes.patch(),
                "embed_dim=" + sizes.width(),
                "depth=" + sizes.depth(),
                "num_heads=" + sizes.heads(),
                "num_classes=" + classes));
        if (sizes.registers() > 0) {
            arguments.add("reg_tokens=" + sizes.registers());
        }
        if (!sizes.classPosition()) {
            arguments.add("no_embed_class=True");
        }
        if (sizes.layerScale()) {
            arguments.add("init_values=1e-5");
        }
        switch (vit.features()) {
            case CLASS -> {}
            case MEAN, CLASS_AND_MEAN -> arguments.add("global_pool=\"avg\", fc_norm=False");
            case NORM_OF_MEAN -> arguments.add("global_pool=\"avg\"");
        }
        return arguments;
    }
}
