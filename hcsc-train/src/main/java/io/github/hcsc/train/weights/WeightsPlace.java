package io.github.hcsc.train.weights;

import java.util.Optional;

/**
 * Where the encoder is in a file of weights, if it is not where programs usually put it.
 *
 * @param key the entry of a file of {@code torch.save}, with dots between the names on the way to it
 * @param prefix what precedes the names of the encoder's tensors
 */
public record WeightsPlace(Optional<String> key, Optional<String> prefix) {

    /** Wherever an encoder is found. */
    public static final WeightsPlace USUAL = new WeightsPlace(Optional.empty(), Optional.empty());
}
