package io.github.hcsc.train.eval.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.eval.Accuracy;
import io.github.hcsc.train.eval.CrossEntropy;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.optimizer.Sgd;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Trains a linear classifier on features and tests it after each epoch.
 *
 * @param protocol how it is trained
 * @param progress is told of each step
 */
public record LinearProbe(LinearProtocol protocol, TrainingProgress progress) {
    private static final int LOSS_EVERY = 20;

    /**
     * Features and classes that the classifier is tested on.
     *
     * @param features {@code [n, d]}
     * @param labels their classes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Test(NDArray features, int[] labels) {}

    /**
     * Trains and tests.
     *
     * @param training features of the training images
     * @param labels their classes, numbers from 0 on
     * @param test other features of the same classes, on the same device
     * @throws IllegalArgumentException if the scores are no longer numbers
     */
    public LinearResult evaluate(FeatureBatches training, int[] labels, Test test) {
        int classes = Math.max(largest(labels), largest(test.labels())) + 1;
        try (NDManager scope = test.features().getManager().newSubManager()) {
            LinearClassifier classifier =
                    LinearClassifier.create(scope, classes, test.features().size(1), protocol.seed());
            Sgd optimizer = new Sgd(classifier.tensors(), protocol.momentum(), protocol.weightDecay());
            Accuracy best = new Accuracy(0, -1, -1);
            Accuracy last = best;
            int bestEpoch = 0;
            for (int epoch = 0; epoch < protocol.epochs(); epoch++) {
                train(classifier, optimizer, training, labels, epoch);
                last = classifier.accuracy(test.features(), test.labels());
                if (last.top1() > best.top1()) {
                    best = last;
                    bestEpoch = epoch + 1;
                }
            }
            return new LinearResult(best, bestEpoch, last, classes);
        }
    }

    /**
     * Trains, and returns the classes that the classifier finds after the last epoch.
     *
     * @param training features of the training images
     * @param labels their classes, numbers from 0 on
     * @param features {@code [n, d]} of other images, on the same device
     */
    public int[] answers(FeatureBatches training, int[] labels, NDArray features) {
        return trained(training, labels, largest(labels) + 1, features, classifier -> classifier.answers(features));
    }

    /**
     * Trains, and returns the probabilities of classes after the last epoch.
     *
     * @param training features of the training images
     * @param labels their classes, numbers from 0 on
     * @param classes number of all classes
     * @param features {@code [n, d]} of other images, on the same device
     * @return of each image the probabilities of all classes, {@code [n, C]} row by row
     */
    public float[] probabilities(FeatureBatches training, int[] labels, int classes, NDArray features) {
        return trained(training, labels, classes, features, classifier -> classifier.probabilities(features));
    }

    private <T> T trained(
            FeatureBatches training, int[] labels, int classes, NDArray features, Function<LinearClassifier, T> use) {
        try (NDManager scope = features.getManager().newSubManager()) {
            LinearClassifier classifier = LinearClassifier.create(scope, classes, features.size(1), protocol.seed());
            Sgd optimizer = new Sgd(classifier.tensors(), protocol.momentum(), protocol.weightDecay());
            for (int epoch = 0; epoch < protocol.epochs(); epoch++) {
                train(classifier, optimizer, training, labels, epoch);
            }
            return use.apply(classifier);
        }
    }

    private void train(LinearClassifier classifier, Sgd optimizer, FeatureBatches training, int[] labels, int epoch) {
        int batches = training.perEpoch();
        progress.epoch(epoch, protocol.epochs(), batches, 0);
        int[] batch = {0};
        training.epoch(classifier.weight().getManager(), epoch, (features, indices, waited) -> {
            NDArray truth = features.getManager()
                    .create(Arrays.stream(indices).map(i -> labels[(int) i]).toArray());
            NDArray loss = Autograd.recording(() -> CrossEntropy.of(classifier.logits(features), truth));
            Autograd.backward(loss);
            optimizer.step(protocol.rate().at(epoch, batch[0], batches));
            if (batch[0] % LOSS_EVERY == 0) {
                progress.loss(loss.getFloat());
            }
            batch[0]++;
            progress.step(indices.length, waited);
        });
    }

    private static int largest(int[] labels) {
        return Arrays.stream(labels).max().orElseThrow();
    }
}
