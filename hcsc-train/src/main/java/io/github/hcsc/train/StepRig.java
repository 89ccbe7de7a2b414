package io.github.hcsc.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.encoder.Precision;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Devices;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.bench.RandomPrototypes;
import io.github.hcsc.train.config.MicroBatch;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.distributed.LocalDevice;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.Normalization;

/**
 * A training step without a run around it, for benchmarks: encoders, queue and random prototypes of a configuration's
 * sizes, trained over and over on one batch, or on one after the other.
 */
public final class StepRig implements AutoCloseable {

    private final PretrainConfig config;
    private final Components components;
    private final TrainingState state;
    private final BatchShare share;
    private final Collectives group;
    private final Normalization normalization;
    private final StepRandom random;
    private final TrainingStep step;
    private final MultiViewLoader loader;
    private ViewBatches batches;
    private ViewBatch batch;
    private int epoch;
    private final double learningRate;

    /**
     * Prepares everything up to the first step.
     *
     * @param encoder makes the encoders, instead of the configuration's
     * @param images at least one batch
     */
    public StepRig(PretrainConfig config, EncoderFactory encoder, ImageSource images) {
        this(config, encoder, images, Collectives.single());
    }

    /**
     * Prepares everything up to the first step of one of several processes.
     *
     * @param encoder makes the encoders, instead of the configuration's
     * @param images at least one batch
     * @param group the processes, which train on the batch together
     */
    public StepRig(PretrainConfig config, EncoderFactory encoder, ImageSource images, Collectives group) {
        this(config, Components.of(config).withEncoder(encoder), images, group);
    }

    StepRig(PretrainConfig config, Components components, ImageSource images, Collectives group) {
        this(config, components, images, group, StepRandom.seeded(config.run().seed()));
    }

    /** Prepares steps whose random numbers are the same on every device, so that two can be compared. */
    public static StepRig comparable(PretrainConfig config, ImageSource images) {
        StepRandom random = StepRandom.onHost(config.run().seed());
        return new StepRig(config, Components.of(config), images, Collectives.single(), random);
    }

    private StepRig(
            PretrainConfig config, Components components, ImageSource images, Collectives group, StepRandom random) {
        this.config = config;
        this.random = random;
        this.components = components;
        Device device = LocalDevice.of(config.run().device(), group);
        Components.arithmetic(config).on(device);
        this.group = Pretrainer.engine(config).forTensorsOf(device, group);
        NDManager manager = Devices.newManager(device);
        state = Autograd.paused(() -> components.newState(manager, config, images.size()));
        state.renew(RandomPrototypes.of(manager, config, images.size()));
        int batchSize = config.optimizer().batchSize();
        int bnGroups = config.encoder().bnGroups();
        BatchShare.require(bnGroups, batchSize, this.group, crossesImages());
        share = new BatchShare(
                this.group, batchSize, bnGroups, 1, state.learner().shuffledViews(), random);
        normalization =
                new Normalization(manager, config.views().mean(), config.views().std());
        MicroBatch chunks = config.run().microBatch();
        step = step(chunks.kind() == MicroBatch.Kind.FIXED ? chunks(chunks.images()) : Chunks.whole(rows()));
        loader = new MultiViewLoader(
                images, components.views(), LoaderConfig.training(batchSize, 0, loaderThreads(config)), share);
        batches = loader.epoch(epoch);
        batch = batches.next();
        learningRate = config.optimizer().learningRate();
    }

    /** Returns the encoder factory that the configuration names. */
    public static EncoderFactory configured(PretrainConfig config) {
        return Components.of(config).encoder();
    }

    /** Returns what the encoder's activations are on the device that the configuration names. */
    public static Precision precision(PretrainConfig config) {
        return Components.precision(config).on(Devices.usable(config.run().device()));
    }

    private static int loaderThreads(PretrainConfig config) {
        int threads = config.data().loaderThreads();
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private TrainingStep step(Chunks chunks) {
        return new TrainingStep(state, group, share, chunks, normalization, random);
    }

    /** Returns the images of a view in this process. */
    int rows() {
        return share.rows();
    }

    /** Returns the batch-norm groups of this process. */
    BatchGroups groups() {
        return share.groups();
    }

    /** Returns whether the trained encoder must see a batch-norm group together. */
    boolean crossesImages() {
        return state.learner().trained().crossesImages();
    }

    private Chunks chunks(int images) {
        return Chunks.of(rows(), images, groups(), crossesImages());
    }

    /** Trains once in chunks of so many images. */
    double run(int images) {
        return run(step(chunks(images)));
    }

    /** Trains once and returns the loss, read from the device, so that all work of the step is done. */
    public double run() {
        return run(step);
    }

    /** Trains once on the next batch, which is loaded meanwhile as in a run, and returns the loss. */
    public double runNext() {
        batch.close();
        if (!batches.hasNext()) {
            batches.close();
            batches = loader.epoch(++epoch);
        }
        batch = batches.next();
        return run();
    }

    /** Maps each image to its embedding once, as for prototypes. */
    void pass(ImageSource some) {
        int threads = loaderThreads(config);
        FeatureExtractor extractor = new FeatureExtractor(
                components.fixedView(),
                normalization,
                LoaderConfig.sequential(config.optimizer().batchSize(), threads));
        try (NDManager scope = state.manager().newSubManager()) {
            extractor
                    .extract(scope, state.learner().trained(), some, ImageProgress.silent())
                    .rows()
                    .toFloatArray();
        }
    }

    private double run(TrainingStep step) {
        try (NDArray losses =
                step.run(state.manager(), batch, state.hierarchy(), learningRate, new Progress(0, 0, 1))) {
            return losses.toFloatArray()[0];
        }
    }

    /** Returns the weights, what is remembered of them, queue and prototypes; tensors are read when they are used. */
    public StateDict save() {
        return state.save();
    }

    /** Continues from what {@link #save} returned, on whatever device. */
    public void restore(StateDict saved) {
        state.restore(saved);
    }

    /** Returns how many tensors are open between steps. */
    public int openTensors() {
        return state.manager().getManagedArrays().size();
    }

    @Override
    public void close() {
        batch.close();
        batches.close();
        loader.close();
        state.close();
    }
}
