package io.github.hcsc.train;

import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;

/** The encoder that a finished run leaves behind, for use elsewhere. */
final class FinalEncoder {

    private FinalEncoder() {}

    static void write(
            Encoder encoder, EncoderFactory factory, PretrainConfig config, Path folder, TrainingProgress progress) {
        EncoderWeights weights = EncoderWeights.of(encoder, factory, config);
        try {
            if (weights.design().isPresent()) {
                weights.writeFolder(folder);
            } else {
                weights.writeTensors(folder);
                progress.message(folder + " holds encoder.safetensors alone: a program in TorchScript is"
                        + " written of this library's encoders only");
            }
        } catch (IOException e) {
            throw new RunException("the encoder cannot be written to " + folder + ": " + FileProblem.of(e), e);
        }
    }
}
