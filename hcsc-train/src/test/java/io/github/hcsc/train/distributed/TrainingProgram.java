package io.github.hcsc.train.distributed;

import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.data.source.GeneratedShapes;
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
import java.util.Random;
import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;

/** A small training, in as many processes as the launcher starts: thirty steps with prototypes in most of them. */
final class TrainingProgram {

    static final int IMAGES = 162;
    static final int STEPS = 30;

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
            TrainingData data = new TrainingData(new Specks(), Optional.empty());
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

    private static PretrainConfig config(String... settings) {
        return PretrainConfig.read(Path.of("../configs/smoke.yaml"))
                .with(
                        "encoder.width=0.0625",
                        "encoder.bnGroups=4",
                        "views.recipe=v1",
                        "views.imageSize=16",
                        "views.evaluationResize=16",
                        "optimizer.batchSize=32",
                        "optimizer.baseLearningRate=0.0001",
                        "queue.capacity=512",
                        "schedule.epochs=6",
                        "run.knn.everyEpochs=0",
                        "run.device=cpu")
                .with(settings);
    }

    /**
     * Pictures of independent pixels. Flat pictures, and a rate at which a rectifier that rounding turns shows in the next
     * losses, make trajectories of so small a network part within a few steps.
     */
    private record Specks() implements ImageSource {
        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public String name(int index) {
            return "specks" + index;
        }

        @Override
        public Image image(int index) {
            byte[] pixels = new byte[16 * 16 * 3];
            new Random(index).nextBytes(pixels);
            return new Image(16, 16, pixels);
        }

        @Override
        public String description() {
            return "pictures of independent pixels";
        }
    }
}
