package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import java.util.Map;

/** A measurement of the encoder between epochs. */
@FunctionalInterface
public interface OnlineEvaluator {

    /**
     * Returns figures by name, for example {@code knn_top1}.
     *
     * @param scope owns what is made on the way
     * @param encoder the query encoder, to be used in evaluation mode and left as it is
     */
    Map<String, Double> measure(NDManager scope, Encoder encoder);
}
