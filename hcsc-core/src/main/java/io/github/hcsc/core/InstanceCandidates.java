package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.queue.KeyQueue;
import java.util.Optional;

/**
 * What the instances of a batch are contrasted with, beside their own keys.
 *
 * @param keys unit vectors {@code [C, d]}, with gradients if they have some
 * @param images the position in the training set of each one's image {@code [C]}, int64, -1 for that of nobody
 * @param eligible 1 where a candidate may be the negative of a query, 0 elsewhere {@code [N, C]}; empty if all may
 */
public record InstanceCandidates(Candidates keys, NDArray images, Optional<NDArray> eligible) {

    /** Returns the keys of a queue, all of them for each query. */
    public static InstanceCandidates of(KeyQueue queue) {
        return new InstanceCandidates(queue.candidates(), queue.indices(), Optional.empty());
    }

    /**
     * Returns both views of a batch: for each row all rows but itself and its image's other view (SimCLR, section 2.1).
     *
     * @param views {@code [2B, d]}, the first views of all images and then their second ones
     * @param images the position of the image of each row {@code [2B]}, int64
     */
    public static InstanceCandidates ofBatch(NDArray views, NDArray images) {
        long rows = views.size(0);
        NDArray half = views.getManager().arange(0, (int) (rows / 2), 1, DataType.INT64);
        NDArray place = half.concat(half); // [2B]
        NDArray eligible = place.expandDims(1).neq(place.expandDims(0)).toType(DataType.FLOAT32, false); // [2B, 2B]
        return new InstanceCandidates(new Candidates(views), images, Optional.of(eligible));
    }
}
