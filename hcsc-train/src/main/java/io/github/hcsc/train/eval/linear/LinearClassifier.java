package io.github.hcsc.train.eval.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.train.eval.Accuracy;
import java.util.Arrays;
import java.util.List;

/**
 * Scores features for each class.
 *
 * @param weight {@code [C, d]}
 * @param bias {@code [C]}
 */
record LinearClassifier(NDArray weight, NDArray bias) {
    private static final float DEVIATION = 0.01f;
    private static final int CHUNK = 1024;

    /** Makes one of small random weights that can be trained. */
    static LinearClassifier create(NDManager manager, int classes, long featureSize, long seed) {
        TorchOps.seed(seed);
        NDArray weight = manager.randomNormal(0, DEVIATION, new Shape(classes, featureSize), DataType.FLOAT32);
        NDArray bias = manager.zeros(new Shape(classes));
        weight.setRequiresGradient(true);
        bias.setRequiresGradient(true);
        return new LinearClassifier(weight, bias);
    }

    List<NDArray> tensors() {
        return List.of(weight, bias);
    }

    /** Returns the scores {@code [N, C]}, owned by the features' manager. */
    NDArray logits(NDArray features) {
        return TorchOps.linear(features, weight, bias);
    }

    Accuracy accuracy(NDArray features, int[] labels) {
        Accuracy.Counter counter = new Accuracy.Counter();
        for (int start = 0; start < labels.length; start += CHUNK) {
            int end = Math.min(labels.length, start + CHUNK);
            NDIndex rows = new NDIndex().addSliceDim(start, end);
            float[] scores = Autograd.paused(() -> {
                try (NDArray some = features.get(rows);
                        NDArray logits = logits(some)) {
                    return logits.toFloatArray();
                }
            });
            counter.add(scores, Arrays.copyOfRange(labels, start, end));
        }
        return counter.result();
    }

    /** Returns the class of the highest score of each row. */
    int[] answers(NDArray features) {
        return Autograd.paused(() -> {
            try (NDArray logits = logits(features);
                    NDArray best = logits.argMax(1)) {
                return Arrays.stream(best.toLongArray())
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
        });
    }

    /** Returns the probability of each class for each row, row by row. */
    float[] probabilities(NDArray features) {
        return Autograd.paused(() -> {
            try (NDArray logits = logits(features);
                    NDArray shares = logits.softmax(1)) {
                return shares.toFloatArray();
            }
        });
    }
}
