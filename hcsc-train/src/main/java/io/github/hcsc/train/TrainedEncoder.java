package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ResNet;
import io.github.hcsc.core.encoder.ResNetDesign;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.torchscript.DjlModel;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.core.state.weights.WeightNames;
import io.github.hcsc.core.state.weights.WeightsFile;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** A ResNet from a run or from a file of weights, ready to map images to features. It belongs to a manager. */
public final class TrainedEncoder {

    private static final String CONFIG = "hcsc.config";
    private static final int BATCH = 64;

    private final NDManager manager;
    private final StateDict weights;
    private final ResNetDesign design;
    private final ResNet backbone;
    private final ViewsConfig views;

    private TrainedEncoder(NDManager manager, StateDict weights, ViewsConfig views) {
        this.manager = manager;
        this.weights = weights;
        this.views = views;
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        design = ResNetDesign.of(shapes);
        backbone = design.newBackbone();
        int size = views.imageSize();
        backbone.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        backbone.getParameters().values().forEach(parameter -> parameter.freeze(true));
        load(backbone, weights.filter(name -> !name.startsWith("fc.")));
    }

    private static void load(Block block, StateDict weights) {
        Autograd.paused(() -> weights.copyInto(block.getParameters()));
    }

    /**
     * Opens a run, a folder {@code encoder} of one, or a file of weights (safetensors, {@code .pth}, {@code .pth.tar}).
     *
     * @param manager owns the weights, on the device that computes
     * @throws IOException if the file cannot be read or is no file of weights
     */
    public static TrainedEncoder open(Path path, NDManager manager) throws IOException {
        if (Files.isRegularFile(path)) {
            return ofFile(path, manager);
        }
        if (Files.isRegularFile(path.resolve("encoder.safetensors"))) {
            return ofFile(path.resolve("encoder.safetensors"), manager);
        }
        PretrainConfig config = RunDirectory.readConfig(path);
        StateDict newest = Checkpoints.newest(path.resolve("checkpoints"))
                .orElseThrow(() -> new RunException(
                        path + " has no checkpoint yet; go on with 'hcsc resume " + path + "' until it has"));
        return new TrainedEncoder(manager, newest.under("query."), config.views());
    }

    private static TrainedEncoder ofFile(Path file, NDManager manager) throws IOException {
        StateDict all = WeightsFile.read(file);
        String config = all.metadata().get(CONFIG);
        StateDict weights = WeightNames.encoder(all);
        if (config != null) {
            return new TrainedEncoder(
                    manager,
                    weights,
                    PretrainConfig.parse(config, file.toString()).views());
        }
        boolean small = weights.get("conv1.weight").shape().get(2) == 3;
        return new TrainedEncoder(manager, weights, small ? smallViews() : imageNetViews());
    }

    private static ViewsConfig imageNetViews() {
        return usualViews(224, 256);
    }

    private static ViewsConfig smallViews() {
        return usualViews(32, 32);
    }

    private static ViewsConfig usualViews(int size, int resize) {
        return new ViewsConfig(
                ViewsConfig.Recipe.V2,
                size,
                0.2,
                1,
                List.of(),
                resize,
                List.of(0.485, 0.456, 0.406),
                List.of(0.229, 0.224, 0.225));
    }

    /** Writes a trained encoder for use elsewhere: TorchScript, safetensors and what DJL needs to load them. */
    static void export(Encoder encoder, PretrainConfig config, Path folder) throws IOException {
        StateDict weights = StateDict.builder()
                .putAll("", StateDict.of(encoder.getParameters()))
                .metadata(CONFIG, config.toYaml())
                .build();
        ViewsConfig views = config.views();
        Preprocessing preprocessing = new Preprocessing(
                views.evaluationResize(), false, views.imageSize(), floats(views.mean()), floats(views.std()));
        DjlModel.write(folder, weights, preprocessing);
    }

    private static List<Float> floats(List<Double> values) {
        return values.stream().map(Double::floatValue).toList();
    }

    /** Returns what the weights tell about the network. */
    public ResNetDesign design() {
        return design;
    }

    /** Returns the number of values of a feature. */
    public int featureSize() {
        return backbone.featureSize();
    }

    /**
     * Returns the features {@code [n, featureSize]} of all images, from their fixed views, in order.
     *
     * @param scope owns the result
     * @param threads threads that load images
     * @param progress is told how many further images are done
     */
    public NDArray features(NDManager scope, ImageSource images, int threads, IntConsumer progress) {
        ViewRecipe fixed = ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BICUBIC);
        return extractor(fixed, 0, threads).extract(scope, backbone, images, progress);
    }

    /**
     * Returns the embeddings {@code [n, dim]} of two random views of all images, in order.
     *
     * @throws IllegalArgumentException if the weights have no projection head
     */
    public NDList twoViews(NDManager scope, ImageSource images, int threads, IntConsumer progress) {
        ResNetDesign.Head head = design.head()
                .orElseThrow(() -> new IllegalArgumentException(
                        "embeddings need a projection head (fc.*), but these weights are a backbone alone"));
        Encoder encoder = new Encoder(design.newBackbone(), head.newBlock(backbone.featureSize()));
        encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 3, views.imageSize(), views.imageSize()));
        encoder.getParameters().values().forEach(parameter -> parameter.freeze(true));
        load(encoder, weights);
        ViewRecipe random = Components.views(views).get(0);
        NDList both = new NDList();
        for (int seed = 0; seed < 2; seed++) {
            both.add(extractor(random, seed, threads).extract(scope, encoder, images, progress));
        }
        return both;
    }

    private FeatureExtractor extractor(ViewRecipe recipe, int seed, int threads) {
        LoaderConfig loading = new LoaderConfig(BATCH, LoaderConfig.Order.SEQUENTIAL, seed, threads, 2, 0.01);
        return new FeatureExtractor(recipe, new Normalization(manager, views.mean(), views.std()), loading);
    }
}
