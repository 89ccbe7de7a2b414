package io.github.hcsc.examples;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.train.Pretrainer;
import io.github.hcsc.train.PretrainerBuilder;
import io.github.hcsc.train.TrainingData;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.demo.Demo;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A pretraining of seconds on generated shapes of 27 classes, into which the examples plug a part of their own.
 *
 * @param images number of training images
 * @param epochs passes over them, the first without prototypes
 */
record SmallRun(int images, int epochs) {

    private static final List<String> SETTINGS = List.of(
            "prototypes.counts=[54, 27, 9]",
            "prototypes.firstClusteringEpoch=1",
            "hcsc.base=queue",
            "hcsc.prototypeWeight=1",
            "queue.capacity=256",
            "queue.keyMomentum=0.99",
            "queue.momentumSchedule=constant",
            "optimizer.batchSize=32",
            "optimizer.baseLearningRate=0.06",
            "run.knn.everyEpochs=1");

    /** Takes the arguments of a program: images and epochs, or none for half a minute on two cores. */
    static SmallRun of(String... args) {
        return args.length == 2
                ? new SmallRun(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
                : new SmallRun(1080, 5);
    }

    /** Trains once as configured and once with a part exchanged, and says what kNN makes of both encoders. */
    String compare(UnaryOperator<PretrainerBuilder> plug) throws IOException {
        Path folder = Files.createTempDirectory("hcsc");
        double configured = knn(train(folder.resolve("configured"), UnaryOperator.identity()));
        double changed = knn(train(folder.resolve("changed"), plug));
        return String.format(
                Locale.ROOT,
                "kNN of held-out shapes: %.1f %% as configured, %.1f %% changed; runs in %s",
                configured,
                changed,
                folder);
    }

    private static double knn(List<MetricsRecord> metrics) {
        return metrics.stream()
                .flatMap(record -> Optional.ofNullable(record.values().get("knn_top1")).stream())
                .reduce(0.0, (earlier, later) -> later);
    }

    /**
     * Trains in a new folder.
     *
     * @param plug exchanges parts
     * @return all that was measured
     */
    List<MetricsRecord> train(Path folder, UnaryOperator<PretrainerBuilder> plug) {
        PretrainConfig config = Demo.of(0, "auto", SETTINGS).config().with("schedule.epochs=" + epochs);
        int pixels = config.views().imageSize();
        TrainingData shapes = new TrainingData(
                new GeneratedShapes(images, pixels, 1), Optional.of(new GeneratedShapes(images / 4, pixels, 2)));
        try (Pretrainer pretrainer =
                plug.apply(Pretrainer.create(config, folder).optData(shapes)).build()) {
            pretrainer.run();
        }
        return MetricsLog.read(folder.resolve("metrics.jsonl"));
    }
}
