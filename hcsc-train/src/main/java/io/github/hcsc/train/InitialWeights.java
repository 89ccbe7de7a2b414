package io.github.hcsc.train;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.method.Learner;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.weights.VitPositions;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.config.EncoderConfig;
import io.github.hcsc.train.config.OptimizerConfig;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderOrigin;
import io.github.hcsc.train.weights.EncoderWeights;
import io.github.hcsc.train.weights.WeightsPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts a training from trained weights: the backbone always, the head if it has the shape of the run's. */
final class InitialWeights {

    private InitialWeights() {}

    /**
     * Loads a file or another run into the trained encoder and those that follow it.
     *
     * @param config says where in the file the encoder is
     * @param own builds the run's encoder, if it is one of one's own
     * @return what was loaded, in words
     * @throws RunException if the weights cannot be read or are those of another network
     */
    static String load(Path file, EncoderConfig config, Learner learner, Optional<EncoderFactory> own) {
        try {
            WeightsPlace place =
                    new WeightsPlace(found(config.initialKey()), found(config.initialPrefix()), Optional.empty());
            EncoderWeights weights = EncoderOrigin.of(file, place).isStock()
                    ? EncoderWeights.open(file, place)
                    : EncoderWeights.open(file, own);
            StateDict backbone = VitPositions.fitted(
                    weights.backbone().state(), learner.trained().backbone());
            StateDict head = weights.state().filter(name -> !backbone.names().contains(name));
            boolean headFits = head.shapes().equals(shapes(learner.trained().head()));
            List<Encoder> encoders = Stream.concat(Stream.of(learner.trained()), learner.followers().stream())
                    .toList();
            for (Encoder encoder : encoders) {
                Autograd.paused(() -> {
                    backbone.copyInto(encoder.backbone().getParameters());
                    if (headFits) {
                        head.copyInto(encoder.head().getParameters());
                    }
                });
            }
            return "starting from " + file + ": backbone " + (headFits ? "and head" : "alone, the head is new");
        } catch (IOException | IllegalArgumentException e) {
            throw new RunException(
                    "encoder.initialWeights must be weights of the encoder that the configuration describes, but "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns how training goes on from trained weights, in words. */
    static String course(OptimizerConfig config) {
        String rate = "going on at the rate " + config.learningRate()
                + (config.layerDecay() < 1
                        ? " in the last layer and " + config.layerDecay() + " of the next one's in each below"
                        : " in all layers");
        return config.frozenEpochs() > 0
                ? rate + "; the first " + config.frozenBlocks()
                        + " blocks, and what is before them, stay as they are for " + config.frozenEpochs() + " epochs"
                : rate + "; optimizer.baseLearningRate, .layerDecay, .frozenBlocks and .frozenEpochs change that";
    }

    private static Optional<String> found(String word) {
        return Optional.of(word).filter(text -> !text.equals(EncoderConfig.AUTO));
    }

    private static Map<String, Shape> shapes(Block head) {
        return StateDict.of(head.getParameters()).shapes();
    }
}
