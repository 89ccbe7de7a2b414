package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.MomentumEncoder;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts a training from trained weights: the backbone always, the head if it has the shape of the run's. */
final class InitialWeights {

    private static final String HEAD = "fc.";

    private InitialWeights() {}

    /**
     * Loads a file or another run into both encoders.
     *
     * @return what was loaded, in words
     * @throws RunException if the weights cannot be read or are those of another network
     */
    static String load(Path file, MomentumEncoder encoders) {
        try {
            StateDict weights = EncoderWeights.open(file).state();
            boolean head = headFits(weights, encoders.query());
            StateDict taken = head ? weights : weights.filter(name -> !name.startsWith(HEAD));
            for (Encoder encoder : new Encoder[] {encoders.query(), encoders.key()}) {
                Autograd.paused(() -> taken.copyInto(targets(encoder, head)));
            }
            return "starting from " + file + ": backbone " + (head ? "and head" : "alone, the head is new");
        } catch (IOException | IllegalArgumentException e) {
            throw new RunException(
                    "encoder.initialWeights must be weights of the encoder that the configuration describes, but "
                            + e.getMessage(),
                    e);
        }
    }

    private static Map<String, NDArray> targets(Encoder encoder, boolean withHead) {
        Map<String, NDArray> targets = new LinkedHashMap<>();
        encoder.getParameters().forEach(named -> {
            if (withHead || !named.getKey().startsWith(HEAD)) {
                targets.put(named.getKey(), named.getValue().getArray());
            }
        });
        return targets;
    }

    private static boolean headFits(StateDict weights, Encoder encoder) {
        Map<String, Shape> found = new LinkedHashMap<>();
        weights.filter(name -> name.startsWith(HEAD))
                .tensors()
                .forEach((name, tensor) -> found.put(name, tensor.shape()));
        Map<String, Shape> wanted = new LinkedHashMap<>();
        targets(encoder, true).forEach((name, array) -> {
            if (name.startsWith(HEAD)) {
                wanted.put(name, array.getShape());
            }
        });
        return found.equals(wanted);
    }
}
