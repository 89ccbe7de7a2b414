package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ResNet;
import io.github.hcsc.core.encoder.ResNetDesign;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.linear.AugmentedBatches;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/** A ResNet from a run or from a file of weights, ready to map images to features. It belongs to a manager. */
public final class TrainedEncoder {

    private static final int BATCH = 64;
    private static final int ROWS = 4096;

    private final NDManager manager;
    private final EncoderWeights weights;
    private final ResNetDesign design;
    private final ResNet backbone;

    /**
     * Loads weights.
     *
     * @param manager owns the network, on the device that computes
     */
    public TrainedEncoder(EncoderWeights weights, NDManager manager) {
        this.manager = manager;
        this.weights = weights;
        design = weights.design();
        backbone = design.newBackbone();
        initialize(backbone);
        load(backbone, weights.backbone().state());
    }

    /**
     * Opens a run, a folder {@code encoder} of one, or a file of weights (safetensors, {@code .pth}, {@code .pth.tar}).
     *
     * @param manager owns the network, on the device that computes
     * @throws IOException if the file cannot be read or is no file of weights
     */
    public static TrainedEncoder open(Path path, NDManager manager) throws IOException {
        return new TrainedEncoder(EncoderWeights.open(path), manager);
    }

    private void initialize(Block block) {
        int size = weights.views().imageSize();
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        block.getParameters().values().forEach(parameter -> parameter.freeze(true));
    }

    private static void load(Block block, StateDict weights) {
        Autograd.paused(() -> weights.copyInto(block.getParameters()));
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
     * @param view how an image is looked at
     * @param threads threads that load images
     * @param progress is told how many further images are done
     */
    public NDArray features(NDManager scope, ImageSource images, FixedView view, int threads, IntConsumer progress) {
        return extractor(view.recipe(weights.views()), 0, threads).extract(scope, backbone, images, progress);
    }

    /** Returns the batches of features of random views of images, by the frozen backbone in evaluation mode. */
    public AugmentedBatches randomViews(ImageSource images, ViewRecipe view, LoaderConfig loading) {
        ViewsConfig views = weights.views();
        return new AugmentedBatches(
                new MultiViewLoader(images, List.of(view), loading),
                new Normalization(manager, views.mean(), views.std()),
                backbone);
    }

    /** How an image is looked at at random: as in training. */
    public static ViewRecipe randomView(ViewsConfig views) {
        return TrainingViews.of(views).get(0);
    }

    /**
     * Returns the embeddings that the projection head makes of features.
     *
     * @param scope owns the result
     * @param features {@code [n, featureSize]} of this encoder
     * @return rows of unit length {@code [n, dim]}
     * @throws IllegalArgumentException if the weights have no projection head
     */
    public NDArray embeddings(NDManager scope, NDArray features) {
        Block head = encoder().head();
        NDArray all = scope.zeros(
                new Shape(features.size(0), design.head().orElseThrow().dim()));
        for (long start = 0; start < features.size(0); start += ROWS) {
            NDIndex rows = new NDIndex().addSliceDim(start, Math.min(features.size(0), start + ROWS));
            try (NDManager step = scope.newSubManager()) {
                NDArray some = features.get(rows);
                some.attach(step);
                NDList projected =
                        Autograd.paused(() -> head.forward(new ParameterStore(step, false), new NDList(some), false));
                all.set(rows, projected.singletonOrThrow().normalize(2, 1, 1e-12));
            }
        }
        return all;
    }

    /**
     * Returns the embeddings {@code [n, dim]} of a random view of each image, in order.
     *
     * @param scope owns the result
     * @param seed decides the views
     * @param threads threads that load images
     * @param progress is told how many further images are done
     * @throws IllegalArgumentException if the weights have no projection head
     */
    public NDArray embeddings(NDManager scope, ImageSource images, int seed, int threads, IntConsumer progress) {
        return extractor(randomView(weights.views()), seed, threads).extract(scope, encoder(), images, progress);
    }

    private Encoder encoder() {
        ResNetDesign.Head head = design.head()
                .orElseThrow(() -> new IllegalArgumentException(
                        "embeddings need a projection head (fc.*), but these weights are a backbone alone"));
        Encoder encoder = new Encoder(design.newBackbone(), head.newBlock(backbone.featureSize()));
        initialize(encoder);
        load(encoder, weights.state());
        return encoder;
    }

    private FeatureExtractor extractor(ViewRecipe recipe, int seed, int threads) {
        LoaderConfig loading = new LoaderConfig(BATCH, LoaderConfig.Order.SEQUENTIAL, seed, threads, 2, 0.01);
        ViewsConfig views = weights.views();
        return new FeatureExtractor(recipe, new Normalization(manager, views.mean(), views.std()), loading);
    }
}
