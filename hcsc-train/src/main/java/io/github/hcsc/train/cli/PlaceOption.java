package io.github.hcsc.train.cli;

import io.github.hcsc.train.weights.WeightsPlace;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the encoder is in a file of weights. */
final class PlaceOption {
    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Entry of a torch.save file that holds the tensors, such as teacher or ema.model. Default: where"
                            + " programs usually put them.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "What precedes the names of the encoder's tensors, such as module.encoder_k. with its dot."
                    + " Default: the prefix of the one encoder in the file, or of the trained one of several.")
    private Optional<String> prefix = Optional.empty();

    WeightsPlace place() {
        return place(Optional.empty());
    }

    /** @param heads attention heads of a block of a Vision Transformer, if they are given */
    WeightsPlace place(Optional<Integer> heads) {
        return new WeightsPlace(key, prefix, heads);
    }
}
