package io.github.hcsc.train.weights;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.onnx.NamedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is exported, and what goes with it.
 *
 * @param source a run, or a file of weights
 * @param own builds the encoder, if it is one of one's own
 * @param classes size of a classifier of zeros beside the backbone, where a program insists on one; 0 for none
 * @param nodes the tree whose nodes an ONNX model tells, none for features alone
 * @param license what the page of a model on a hub says of the weights, nothing unless it is known
 */
public record ExportRequest(
        Path source, Optional<EncoderFactory> own, int classes, Optional<NamedTree> nodes, Optional<String> license) {

    /**
     * Opens the weights for a format that needs a network of this library.
     *
     * @throws IOException if they cannot be read
     * @throws ConfigException if the network is one of one's own
     */
    EncoderWeights stock(WeightsFormat format) throws IOException {
        EncoderOrigin.of(source).requireStock("the format " + format, source);
        return EncoderWeights.open(source, own);
    }
}
