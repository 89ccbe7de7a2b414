package io.github.hcsc.train.weights;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.ResNetDesign;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.torchscript.DjlModel;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained encoder on disk: its tensors, and the views of an image that suit it.
 *
 * @param state backbone and perhaps head under torchvision's names, read from the file when they are used
 * @param views how images are resized, cropped and normalised
 */
public record EncoderWeights(StateDict state, ViewsConfig views) {

    private static final String CONFIG = "hcsc.config";
    private static final String VIEWS = "hcsc.views";
    private static final String FILE = "encoder.safetensors";

    /**
     * Opens a run, a folder {@code encoder} of one, or a file of weights: safetensors, {@code .pth} or {@code .pth.tar}
     * of this library, HCSC, MoCo, PCL, torchvision or timm.
     *
     * @throws IOException if the file cannot be read or is no file of weights
     * @throws IllegalArgumentException if the weights are no ResNet's, naming what is missing, unexpected or different
     */
    public static EncoderWeights open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isRegularFile(path)) {
            return ofFile(path);
        }
        return Files.isRegularFile(path.resolve(FILE)) ? ofFile(path.resolve(FILE)) : ofRun(path);
    }

    private static EncoderWeights ofRun(Path run) {
        PretrainConfig config = RunDirectory.readConfig(run);
        StateDict newest = Checkpoints.newest(run.resolve("checkpoints"))
                .orElseThrow(() -> new RunException(
                        run + " has no checkpoint yet; go on with 'hcsc resume " + run + "' until it has"));
        return of(newest.under("query."), config);
    }

    /** What a run has trained. */
    public static EncoderWeights of(StateDict encoder, PretrainConfig config) {
        StateDict state = StateDict.builder()
                .putAll("", encoder)
                .metadata(CONFIG, config.toYaml())
                .build();
        return new EncoderWeights(state, config.views());
    }

    private static EncoderWeights ofFile(Path file) throws IOException {
        try {
            StateDict state = WeightNames.encoder(WeightsFile.read(file));
            EncoderWeights weights = new EncoderWeights(state, views(state, file));
            weights.requireBackbone();
            return weights;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static ViewsConfig views(StateDict state, Path file) {
        String views = state.metadata().get(VIEWS);
        if (views != null) {
            return ViewsConfig.parse(views, file.toString());
        }
        String config = state.metadata().get(CONFIG);
        if (config != null) {
            return PretrainConfig.parse(config, file.toString()).views();
        }
        boolean small = state.get("conv1.weight").shape().get(2) == 3;
        return small ? ViewsConfig.usual(32, 32) : ViewsConfig.usual(224, 256);
    }

    /** Returns these weights with other views. */
    public EncoderWeights withViews(ViewsConfig other) {
        return new EncoderWeights(state, other);
    }

    /** Returns what the weights tell about the network. */
    public ResNetDesign design() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return ResNetDesign.of(shapes);
    }

    /** Returns the same weights without a head. */
    public EncoderWeights backbone() {
        return new EncoderWeights(WeightNames.backbone(state), views);
    }

    /**
     * Checks that backbone and head have all their tensors and no others.
     *
     * @throws IllegalArgumentException listing what is missing, unexpected or different
     */
    public void requireWhole() {
        state.requireShapes(design().shapes());
    }

    private void requireBackbone() {
        backbone().requireWhole();
    }

    /** Returns a digest of the tensors: equal for equal weights, whatever file they come from. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, TensorData> named : new TreeMap<>(state.tensors()).entrySet()) {
                digest.update(named.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(named.getValue().bytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes a folder for use elsewhere: TorchScript of the backbone, safetensors of everything, and what plain DJL needs
     * to load them.
     *
     * @throws IOException if it cannot be written
     */
    public void writeFolder(Path folder) throws IOException {
        DjlModel.write(
                folder,
                described(),
                new Preprocessing(
                        views.evaluationResize(), views.imageSize(), floats(views.mean()), floats(views.std())));
    }

    /**
     * Writes a folder with the tensors alone, whatever network they are of.
     *
     * @throws IOException if it cannot be written
     */
    public void writeTensors(Path folder) throws IOException {
        Safetensors.write(folder.resolve(FILE), described());
    }

    /** Returns the tensors together with the views, so that a file of them says how to use it. */
    StateDict described() {
        Map<String, String> metadata = new TreeMap<>(state.metadata());
        metadata.put(VIEWS, views.toYaml());
        return new StateDict(state.tensors(), metadata);
    }

    private static List<Float> floats(List<Double> values) {
        return values.stream().map(Double::floatValue).toList();
    }
}
