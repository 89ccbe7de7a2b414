package io.github.hcsc.train.weights;

import java.util.Optional;

/**
 * Where the encoder is in a file of weights, if it is not where programs usually put it, and what the file does not tell.
 *
 * @param key the entry of a file of {@code torch.save}, with dots between the names on the way to it
 * @param prefix what precedes the names of the encoder's tensors
 * @param heads attention heads of a block of a Vision Transformer
 */
public record WeightsPlace(Optional<String> key, Optional<String> prefix, Optional<Integer> heads) {

    /** Wherever an encoder is found. */
    public static final WeightsPlace USUAL = new WeightsPlace(Optional.empty(), Optional.empty(), Optional.empty());
}
