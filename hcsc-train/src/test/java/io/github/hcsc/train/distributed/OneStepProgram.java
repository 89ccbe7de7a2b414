package io.github.hcsc.train.distributed;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Launch;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step of every method with prototypes, in chunks and groups of all numbers, in as many processes as the launcher starts.
 * The velocity after a first step without weight decay is its gradient.
 */
final class OneStepProgram {

    static final List<String> METHODS = List.of("hcsc", "moco-v3", "hirl/moco-v2", "hirl/moco-v3");
    static final List<Integer> GROUPS = List.of(1, 4);
    static final List<Integer> CHUNKS = List.of(1, 2, 4);

    private static final int BATCH = 32;

    private OneStepProgram() {}

    /** The name of the folder of a run. */
    static String run(String method, int groups, int chunks) {
        return method.replace('/', '-') + "-" + groups + "-" + chunks;
    }

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        Launch.current().run(Launch.Engine.AUTO, group -> {
            for (String method : METHODS) {
                for (int groups : GROUPS) {
                    for (int chunks : CHUNKS) {
                        train(
                                folder.resolve(run(method, groups, chunks)),
                                config(method, groups, chunks, group),
                                group);
                    }
                }
            }
            return true;
        });
    }

    private static void train(Path run, PretrainConfig config, Collectives group) {
        TrainingData data = new TrainingData(new GeneratedShapes(BATCH, 16, 0), Optional.empty());
        try (Pretrainer pretrainer = Pretrainer.create(config, run)
                .optData(data)
                .optCollectives(group)
                .build()) {
            pretrainer.run();
        }
    }

    private static PretrainConfig config(String method, int groups, int chunks, Collectives group) {
        List<String> settings = new ArrayList<>(List.of(
                "encoder.architecture=vit_tiny",
                "encoder.width=" + 1 / 6.0,
                "encoder.depth=2",
                "encoder.heads=2",
                "encoder.patch=4",
                "encoder.dropPath=0.5",
                "encoder.bnGroups=" + groups,
                "optimizer.batchSize=" + BATCH,
                "optimizer.weightDecay=0",
                "schedule.epochs=1",
                "run.microBatch=" + BATCH / group.size() / chunks));
        String[] words = method.split("/", -1);
        settings.add("method=" + words[0]);
        if (words.length > 1) {
            settings.addAll(List.of("hirl.image=" + words[1], "hirl.negatives=9"));
        }
        if (method.endsWith("moco-v3")) {
            settings.add("mocoV3.hiddenWidth=24");
        }
        if (!method.equals("moco-v3")) {
            settings.add("prototypes.firstClusteringEpoch=0");
        }
        return TrainingProgram.config(settings.toArray(String[]::new));
    }
}
