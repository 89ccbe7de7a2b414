package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.linear.AugmentedBatches;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.view.Normalization;
import io.github.hcsc.train.view.TrainingViews;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** An encoder from a run or from a file of weights, ready to map images to features. It belongs to a manager. */
public final class TrainedEncoder {

    private static final int BATCH = 64;
    private static final int ROWS = 4096;

    private final NDManager manager;
    private final EncoderWeights weights;
    private final Block backbone;

    /**
     * Loads weights.
     *
     * @param manager owns the network, on the device that computes
     */
    public TrainedEncoder(EncoderWeights weights, NDManager manager) {
        this(weights, weights.newBackbone(), manager);
        load(backbone, weights.backbone().state());
    }

    private TrainedEncoder(EncoderWeights weights, Block backbone, NDManager manager) {
        this.manager = manager;
        this.weights = weights;
        this.backbone = backbone;
    }

    /**
     * Returns a backbone of the same network with random weights, as before any training, that sees images alike. Its head
     * is the trained one.
     *
     * @param seed decides the weights
     * @param manager owns the network, on the device that computes
     */
    public static TrainedEncoder untrained(EncoderWeights like, long seed, NDManager manager) {
        TrainedEncoder encoder = new TrainedEncoder(like, like.newBackbone(), manager);
        TorchOps.seed(seed);
        encoder.initialize(encoder.backbone);
        return encoder;
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

    /**
     * Opens a run, a folder {@code encoder} of one, or the file in that, of an encoder of one's own.
     *
     * @param factory builds such an encoder: of the class that trained it, or a lambda, whose tensors must fit
     * @param manager owns the network, on the device that computes
     * @throws IOException if the file cannot be read or is no file of weights
     * @throws ConfigException if another factory trained it, or this library's network
     */
    public static TrainedEncoder open(Path path, EncoderFactory factory, NDManager manager) throws IOException {
        return new TrainedEncoder(EncoderWeights.open(path, Optional.of(factory)), manager);
    }

    private void initialize(Block block) {
        block.initialize(manager, DataType.FLOAT32, image());
        block.getParameters().values().forEach(parameter -> parameter.freeze(true));
    }

    private void load(Block block, StateDict tensors) {
        initialize(block);
        Autograd.paused(() -> tensors.copyInto(block.getParameters()));
    }

    private Shape image() {
        return Backbone.images(1, weights.views().imageSize());
    }

    /** Returns what the network looks like, none for one of one's own. */
    public Optional<EncoderDesign> design() {
        return weights.design();
    }

    /** Returns the number of values of a feature. */
    public int featureSize() {
        return width(backbone);
    }

    private int width(Block block) {
        return Math.toIntExact(block.getOutputShapes(new Shape[] {image()})[0].get(1));
    }

    /**
     * Returns the features {@code [n, featureSize]} of all images that can be read, from their fixed views, in order.
     *
     * @param scope owns the result
     * @param view how an image is looked at
     * @param threads threads that load images
     * @param progress is told how many further images are done
     */
    public Features features(NDManager scope, ImageSource images, FixedView view, int threads, IntConsumer progress) {
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
        return projected(scope, encoder(), features);
    }

    /** Returns rows of unit length {@code [n, dim]} that the head of an encoder makes of features, owned by {@code scope}. */
    static NDArray projected(NDManager scope, Encoder encoder, NDArray features) {
        Block head = encoder.head();
        Shape projection = head.getOutputShapes(new Shape[] {new Shape(1, features.size(1))})[0];
        NDArray all = scope.zeros(new Shape(features.size(0), projection.get(1)));
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
     * Returns the embeddings {@code [n, dim]} of a random view of each image that can be read, in order.
     *
     * @param scope owns the result
     * @param seed decides the views
     * @param threads threads that load images
     * @param progress is told how many further images are done
     * @throws IllegalArgumentException if the weights have no projection head
     */
    public Features embeddings(NDManager scope, ImageSource images, int seed, int threads, IntConsumer progress) {
        return extractor(randomView(weights.views()), seed, threads).extract(scope, encoder(), images, progress);
    }

    private Encoder encoder() {
        Encoder encoder = weights.newEncoder();
        load(encoder, weights.state());
        return encoder;
    }

    private FeatureExtractor extractor(ViewRecipe recipe, int seed, int threads) {
        LoaderConfig loading = new LoaderConfig(BATCH, LoaderConfig.Order.SEQUENTIAL, seed, threads, 2, 0.01);
        ViewsConfig views = weights.views();
        return new FeatureExtractor(recipe, new Normalization(manager, views.mean(), views.std()), loading);
    }
}
