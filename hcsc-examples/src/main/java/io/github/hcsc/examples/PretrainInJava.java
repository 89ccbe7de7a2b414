package io.github.hcsc.examples;

import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.nio.file.Path;

/**
 * Pretrains from plain Java: {@code mvn -q compile exec:java -Dexec.mainClass=io.github.hcsc.examples.PretrainInJava
 * -Dexec.args="configs/smoke.yaml PHOTOS RUN"}.
 */
public final class PretrainInJava {

    private PretrainInJava() {}

    /** Runs the example: a configuration, a folder of images, and the folder to make for the run. */
    public static void main(String[] args) {
        System.out.println(run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])) + " weights trained");
    }

    static int run(Path recipe, Path photos, Path run) {
        PretrainConfig config = PretrainConfig.read(recipe).with("data.path=" + photos);
        try (Pretrainer pretrainer = Pretrainer.create(config, run)
                .optProgress(TrainingProgress.onStandardError())
                .build()) {
            pretrainer.run();
            Encoder encoder = pretrainer.encoder();
            return encoder.weights().size();
        }
    }
}
