package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.encoder.design.ResNetDesign;
import io.github.hcsc.core.encoder.design.VitDesign;
import io.github.hcsc.core.encoder.resnet.Stem;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.Pth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes weights for Python: {@code torch.load} reads them, {@code load_state_dict} of torchvision and timm takes them. */
public final class TorchvisionWeights {
    /** Outputs of the classifier of torchvision's models. */
    public static final int PUBLISHED_CLASSES = 1000;

    private TorchvisionWeights() {}

    /**
     * Writes the backbone alone, for {@code timm.create_model("resnet50", num_classes=0)} and for torchvision's model
     * with {@code model.fc = torch.nn.Identity()}.
     *
     * @param path the file, replaced as a whole or not at all
     * @param encoder tensors as this library names them
     * @throws IOException if it cannot be written
     */
    public static void writeBackbone(Path path, StateDict encoder) throws IOException {
        Pth.write(path, backbone(encoder));
    }

    /**
     * Writes the backbone with a classifier of zeros, for {@code torchvision.models.resnet50(num_classes=classes)} as it
     * is, whose training may start from that.
     *
     * @param path the file, replaced as a whole or not at all
     * @param encoder tensors as this library names them
     * @param classes of the classifier; torchvision's models have 1000
     * @throws IOException if it cannot be written
     */
    public static void writeWithClassifier(Path path, StateDict encoder, int classes) throws IOException {
        Pth.write(path, withClassifier(encoder, classes));
    }

    /**
     * The lines of Python that load what was written, none for a network that torchvision has no model of.
     *
     * @param classes of the classifier, 0 for the backbone alone
     * @param file what was written
     */
    public static List<String> loading(EncoderDesign design, int classes, Path file) {
        if (design instanceof VitDesign vit) {
            return TorchvisionVit.loading(vit, classes, file);
        }
        if (!(design instanceof ResNetDesign network) || network.width() != ResNetDesign.PUBLISHED_WIDTH) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("model = torchvision.models." + network.name() + "("
                + (classes == 0 || classes == PUBLISHED_CLASSES ? "" : "num_classes=" + classes) + ")");
        lines.addAll(stem(network));
        if (classes == 0) {
            lines.add("model.fc = torch.nn.Identity()");
        }
        lines.add(reading(file));
        return lines;
    }

    /** Returns the lines of Python that give a model of torchvision or timm the small stem, none for its own. */
    static List<String> stem(ResNetDesign network) {
        return network.stem() == Stem.SMALL
                ? List.of(
                        "model.conv1 = torch.nn.Conv2d(3, 64, 3, 1, 1, bias=False)",
                        "model.maxpool = torch.nn.Identity()")
                : List.of();
    }

    /** Returns the line of Python that fills a model from a file. */
    static String reading(Path file) {
        boolean pickle = !file.toString().endsWith(".safetensors");
        return "model.load_state_dict(" + (pickle ? "torch.load" : "safetensors.torch.load_file") + "(\"" + file
                + "\"))";
    }

    /**
     * The backbone's tensors as PyTorch's modules have them, counters of batches included.
     *
     * @throws IllegalArgumentException if torchvision has no such Vision Transformer
     *
     * @param encoder tensors as this library names them
     */
    public static StateDict backbone(StateDict encoder) {
        Optional<VitDesign> vit = VitTensors.design(encoder);
        if (vit.isPresent()) {
            return TorchvisionVit.of(WeightNames.backbone(encoder), vit.orElseThrow())
                    .build();
        }
        return WeightNames.withCounters(WeightNames.backbone(encoder), 0);
    }

    /**
     * The backbone's tensors and a classifier of zeros.
     *
     * @param encoder tensors as this library names them
     * @param classes of the classifier
     */
    public static StateDict withClassifier(StateDict encoder, int classes) {
        Optional<VitDesign> vit = VitTensors.design(encoder);
        if (vit.isPresent()) {
            StateDict.Builder tensors = TorchvisionVit.of(WeightNames.backbone(encoder), vit.orElseThrow());
            return TimmWeights.withClassifier(tensors, "heads.head", vit.orElseThrow(), classes);
        }
        int features = Math.toIntExact(WeightNames.featureSize(WeightNames.backbone(encoder)));
        return StateDict.builder()
                .putAll("", backbone(encoder))
                .put("fc.weight", TensorData.of(new float[classes * features], classes, features))
                .put("fc.bias", TensorData.of(new float[classes], classes))
                .build();
    }
}
