package io.github.hcsc.examples;

import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainedRun;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Pretrains from plain Java: {@code mvn -q compile exec:java -Dexec.mainClass=io.github.hcsc.examples.PretrainInJava
 * -Dexec.args="smoke PHOTOS RUN"}.
 */
public final class PretrainInJava {

    private PretrainInJava() {}

    /** Runs the example: the name of a recipe, a folder of images, and the folder to make for the run. */
    public static void main(String[] args) throws IOException {
        TrainedRun run = run(args[0], Path.of(args[1]), Path.of(args[2]));
        System.out.println(run.report().epochs() + " epochs, levels of prototypes: "
                + run.tree().levels().size());
    }

    static TrainedRun run(String recipe, Path photos, Path folder) {
        PretrainConfig config = PretrainConfig.recipe(recipe).with("data.path=" + photos);
        try (Pretrainer pretrainer = Pretrainer.create(config, folder)
                .optProgress(TrainingProgress.onStandardError())
                .build()) {
            pretrainer.run();
        }
        return new TrainedRun(folder);
    }
}
