package io.github.hcsc.train.replay;

import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.data.augment.Image;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of a run, seen from inside.
 *
 * @param step the step, counted from 1 as in the metrics: the state before it has done one step less
 * @param epoch its epoch, counted from 0
 * @param batch its batch in the epoch, counted from 0
 * @param learningRate what its gradients were multiplied by
 * @param images the images of the batch in order
 * @param losses the loss and the terms by name
 * @param gradientNorms the Euclidean norm of each weight's gradient by the weight's name in checkpoints
 * @param shown what the method shows, float32 by name: features, embedding, masks of a selection; most have a row for each
 *     image
 */
public record ReplayedStep(
        long step,
        int epoch,
        int batch,
        double learningRate,
        List<Sample> images,
        Map<String, Double> losses,
        Map<String, Double> gradientNorms,
        Map<String, TensorData> shown) {

    /**
     * An image of the batch.
     *
     * @param index its position in the training set
     * @param name what it is called there
     * @param views what the network saw of it
     */
    public record Sample(long index, String name, List<Image> views) {
        /** Copies the list. */
        public Sample {
            views = List.copyOf(views);
        }
    }

    /** Copies lists and maps, keeping their order. */
    public ReplayedStep {
        images = List.copyOf(images);
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
        shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
    }

    /** Returns the norm of all gradients together. */
    public double gradientNorm() {
        return Math.sqrt(
                gradientNorms.values().stream().mapToDouble(norm -> norm * norm).sum());
    }
}
