package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.pickle.NumpyPickle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes a backbone for detectron2 as the converter of MoCo does, without the tensors that detection has no use for. */
public final class DetectronWeights {
    private static final Pattern STAGE = Pattern.compile("layer([1-4])");
    private static final Pattern NORM = Pattern.compile("bn([1-3])");

    private DetectronWeights() {}

    /**
     * Writes the {@code .pkl} that a detectron2 configuration names as {@code MODEL.WEIGHTS}.
     *
     * @param path the file, replaced as a whole or not at all
     * @param encoder a ResNet's tensors under torchvision's names
     * @throws IllegalArgumentException if it is no ResNet
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, StateDict encoder) throws IOException {
        if (VitTensors.design(encoder).isPresent()) {
            throw new IllegalArgumentException(
                    "detectron2's own backbones are ResNets, but the weights are of another" + " network");
        }
        Map<String, TensorData> model = new LinkedHashMap<>();
        WeightNames.backbone(encoder).tensors().forEach((name, tensor) -> model.put(rename(name), tensor));
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("model", model);
        file.put("__author__", "HCSC");
        file.put("matching_heuristics", true);
        NumpyPickle.write(path, file);
    }

    /** {@code layer1.0.bn2.weight} is {@code res2.0.conv2.norm.weight}. */
    static String rename(String name) {
        String placed = name.contains("layer") ? name : "stem." + name;
        String staged = STAGE.matcher(placed).replaceAll(DetectronWeights::nextStage);
        return NORM.matcher(staged)
                .replaceAll("conv$1.norm")
                .replace("downsample.0", "shortcut")
                .replace("downsample.1", "shortcut.norm");
    }

    private static String nextStage(MatchResult stage) {
        return "res" + (Integer.parseInt(stage.group(1)) + 1);
    }
}
