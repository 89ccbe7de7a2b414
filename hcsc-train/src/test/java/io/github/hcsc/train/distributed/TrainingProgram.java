package io.github.hcsc.train.distributed;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.BrokenImages;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A small training, in as many processes as the launcher starts: thirty steps with prototypes in most of them. Some images
 * cannot be read if the name of the run's folder says so.
 */
final class TrainingProgram {

    static final int IMAGES = 162;
    static final int STEPS = 30;
    static final Set<Integer> BROKEN = Set.of(3, 20, 21, 100);

    private TrainingProgram() {}

    public static void main(String[] args) {
        Path run = Path.of(args[0]);
        String[] settings = Arrays.copyOfRange(args, 1, args.length);
        Launch.current().run(Launch.Engine.AUTO, group -> {
            leaveNumber(run, group.rank());
            for (int i = 0; i < settings.length; i++) {
                settings[i] = settings[i].replace("RANK", "" + group.rank());
            }
            PretrainerBuilder builder = Files.exists(run.resolve("config.yaml"))
                    ? Pretrainer.resume(run)
                    : Pretrainer.create(config(settings), run);
            Set<Integer> broken = run.getFileName().toString().contains("broken") ? BROKEN : Set.of();
            ImageSource images = new BrokenImages(new GeneratedShapes(IMAGES, 16, 0), broken);
            TrainingData data = new TrainingData(images, Optional.empty());
            try (Pretrainer pretrainer = builder.optData(data)
                    .optCollectives(group)
                    .optProgress(new ClusteringSign(run.resolveSibling("clustering")))
                    .build()) {
                return pretrainer.run();
            }
        });
    }

    /** Leaves the number of this process beside the run, for those who want to kill it. */
    private static void leaveNumber(Path run, int rank) {
        try {
            Files.writeString(
                    run.resolveSibling("process-" + rank),
                    Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PretrainConfig config(String... settings) {
        return PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "encoder.bnGroups=4",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=32",
                        "optimizer.baseLearningRate=0.002",
                        "queue.capacity=512",
                        "schedule.epochs=6",
                        "run.knn.everyEpochs=0",
                        "run.precision=fp32",
                        "run.device=cpu")
                .with(settings);
    }
}
