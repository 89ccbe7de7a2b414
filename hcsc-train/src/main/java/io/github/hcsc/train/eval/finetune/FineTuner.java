package io.github.hcsc.train.eval.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.hcsc.core.encoder.Backbone;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.ProjectionHead;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.MultiViewLoader;
import io.github.hcsc.data.ViewBatch;
import io.github.hcsc.data.ViewBatches;
import io.github.hcsc.train.eval.Accuracy;
import io.github.hcsc.train.eval.CrossEntropy;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.optimizer.Sgd;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.view.Normalization;
import io.github.hcsc.train.weights.EncoderWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Trains a backbone and a new classifier on labelled images and tests them after each epoch. */
public final class FineTuner implements AutoCloseable {
    private static final int LOSS_EVERY = 20;
    private static final double TOLERATED_DAMAGE = 0.01;

    /** The least that PyTorch 2.7.1 computes rightly for odd batches on the CPU. */
    private static final int SAFE_CHANNELS = 16;

    private final NDManager manager;
    private final EncoderWeights weights;
    private final FixedView testView;
    private final FineTuneProtocol protocol;
    private final int threads;
    private final Encoder network;
    private final Normalization normalization;
    private final Sgd backbone;
    private final Sgd head;

    /**
     * Makes the network.
     *
     * @param weights the backbone to start from; its views are the network's
     * @param testView how images of the test are looked at
     * @param classes outputs of the new classifier
     * @param threads threads that load images
     * @param parent on the device that computes
     */
    public FineTuner(
            EncoderWeights weights,
            FixedView testView,
            FineTuneProtocol protocol,
            int classes,
            int threads,
            NDManager parent) {
        this.weights = weights;
        this.testView = testView;
        this.protocol = protocol;
        this.threads = threads;
        manager = parent.newSubManager();
        normalization = new Normalization(
                manager, weights.views().mean(), weights.views().std());
        TorchOps.seed(protocol.seed());
        network = network(
                weights, Backbone.images(protocol.batchSize(), weights.views().imageSize()), classes);
        backbone = optimizer(network.backbone());
        head = optimizer(network.head());
    }

    private Encoder network(EncoderWeights start, Shape images, int classes) {
        Block trunk = start.newBackbone();
        trunk.initialize(manager, DataType.FLOAT32, images);
        Shape features = trunk.getOutputShapes(new Shape[] {images})[0];
        Encoder whole = new Encoder(trunk, ProjectionHead.linear(Math.toIntExact(features.get(1)), classes));
        whole.initialize(manager, DataType.FLOAT32, images);
        Autograd.paused(() -> start.backbone().state().copyInto(trunk.getParameters()));
        return whole;
    }

    private Sgd optimizer(Block part) {
        return new Sgd(Encoder.trainedWeights(part), protocol.momentum(), protocol.weightDecay());
    }

    /**
     * Trains and tests.
     *
     * @param training labelled images
     * @param test other images, their classes numbered likewise
     * @throws IllegalArgumentException if the scores are no longer numbers, or batches are odd and the network has fewer
     *     than 16 channels
     */
    public FineTuneResult run(LabelledImages training, LabelledImages test, TrainingProgress progress) {
        requireSafeBatches(training.images().size());
        Accuracy best = new Accuracy(0, -1, -1);
        Accuracy last = best;
        int bestEpoch = 0;
        int[] labels = training.labels();
        int testBatches = (test.images().size() + protocol.batchSize() - 1) / protocol.batchSize();
        try (MultiViewLoader loader = new MultiViewLoader(
                training.images(),
                List.of(RandomView.imageNet(protocol.minScale()).recipe(weights.views())),
                loading(LoaderConfig.Order.SHUFFLED_ALL))) {
            for (int epoch = 0; epoch < protocol.epochs(); epoch++) {
                progress.epoch(epoch, protocol.epochs(), loader.batchesPerEpoch() + testBatches, 0);
                train(loader, labels, epoch, progress);
                last = test(test, progress);
                if (last.top1() > best.top1()) {
                    best = last;
                    bestEpoch = epoch + 1;
                }
            }
        }
        return new FineTuneResult(labels.length, best, bestEpoch, last);
    }

    private void requireSafeBatches(int images) {
        boolean odd = images % 2 == 1 || protocol.batchSize() % 2 == 1;
        long channels = fewestChannels();
        if (odd && channels < SAFE_CHANNELS) {
            throw new IllegalArgumentException(
                    "a network of " + channels
                            + " channels needs an even batch and an even number of images, but there are "
                            + protocol.batchSize() + " and " + images
                            + ": PyTorch's CPU convolutions write beyond their buffers otherwise; take another batch size or share of the labels");
        }
    }

    /** Of what convolutions of the backbone, whose weights have four dimensions, give. */
    private long fewestChannels() {
        return Encoder.weights(network.backbone()).stream()
                .map(NDArray::getShape)
                .filter(shape -> shape.dimension() == 4)
                .mapToLong(shape -> shape.get(0))
                .min()
                .orElse(SAFE_CHANNELS);
    }

    private void train(MultiViewLoader loader, int[] labels, int epoch, TrainingProgress progress) {
        double decay = protocol.decay(epoch);
        try (ViewBatches batches = loader.epoch(epoch)) {
            for (int step = 0; batches.hasNext(); step++) {
                long waited = batches.waited().toNanos();
                try (ViewBatch batch = batches.next();
                        NDManager scope = manager.newSubManager()) {
                    if (batch.size() > 1) {
                        NDArray loss = Autograd.recording(() -> loss(scope, batch, labels));
                        Autograd.backward(loss);
                        backbone.step(protocol.backboneRate() * decay);
                        head.step(protocol.headRate() * decay);
                        if (step % LOSS_EVERY == 0) {
                            progress.loss(loss.getFloat());
                        }
                    }
                    progress.step(batch.size(), batches.waited().toNanos() - waited);
                }
            }
        }
    }

    private NDArray loss(NDManager scope, ViewBatch batch, int[] labels) {
        NDArray truth = scope.create(
                Arrays.stream(batch.indices()).map(i -> labels[(int) i]).toArray());
        return CrossEntropy.of(logits(scope, batch, true), truth);
    }

    private NDArray logits(NDManager scope, ViewBatch batch, boolean training) {
        try (NDArray images = normalization.images(scope, batch, 0)) {
            return network.forward(new ParameterStore(scope, false), new NDList(images), training)
                    .singletonOrThrow();
        }
    }

    private Accuracy test(LabelledImages test, TrainingProgress progress) {
        Accuracy.Counter counter = new Accuracy.Counter();
        int[] labels = test.labels();
        try (MultiViewLoader loader = new MultiViewLoader(
                        test.images(),
                        List.of(testView.recipe(weights.views())),
                        loading(LoaderConfig.Order.SEQUENTIAL));
                ViewBatches batches = loader.epoch(0)) {
            while (batches.hasNext()) {
                long waited = batches.waited().toNanos();
                try (ViewBatch batch = batches.next();
                        NDManager scope = manager.newSubManager()) {
                    int[] truth = Arrays.stream(batch.indices())
                            .mapToInt(i -> labels[(int) i])
                            .toArray();
                    counter.add(
                            Autograd.paused(() -> logits(scope, batch, false)).toFloatArray(), truth);
                    progress.step(batch.size(), batches.waited().toNanos() - waited);
                }
            }
        }
        return counter.result();
    }

    private LoaderConfig loading(LoaderConfig.Order order) {
        return new LoaderConfig(protocol.batchSize(), order, protocol.seed(), threads, 2, TOLERATED_DAMAGE);
    }

    /** Frees the network. */
    @Override
    public void close() {
        manager.close();
    }

    /**
     * The outcome of fine-tuning.
     *
     * @param labelled images trained on
     * @param best accuracy of the epoch with the most right answers, which is what is published
     * @param bestEpoch that epoch, counted from 1
     * @param last accuracy after the last epoch
     */
    public record FineTuneResult(int labelled, Accuracy best, int bestEpoch, Accuracy last) {

        /** The outcome as a sentence. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d labels: best %s (epoch %d); last %s", labelled, best, bestEpoch, last);
        }
    }
}
