package io.github.hcsc.train.report;

import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.UnreadableImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A run that never took place: figures of many epochs and embeddings in three groups. */
final class ReportRun {
    static final int IMAGES = 300;

    private ReportRun() {}

    static ImageSource images() {
        return new GeneratedShapes(IMAGES, 32, 0);
    }

    static PretrainConfig config(String... settings) {
        return PretrainConfig.read(Path.of("smoke")).with(settings);
    }

    static Provenance process(String device) {
        return new Provenance(
                "2026-01-01T00:00:00Z",
                "0.1.0",
                "0.36.0",
                "PyTorch 2.7.1",
                device,
                "bf16",
                "this library",
                "17 <vendor>",
                "Linux",
                2,
                "none",
                "300 images",
                "",
                0,
                Map.of(),
                1,
                Map.of());
    }

    /** Measurements of an HCSC run, ten records an epoch. */
    static List<MetricsRecord> metrics(int epochs) {
        RandomGenerator random = new SplittableRandom(1);
        List<MetricsRecord> records = new ArrayList<>();
        records.add(new MetricsRecord(0, 0, health(12, 10)));
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i = 1; i <= 10; i++) {
                double instance = 3 + 4.0 / (1 + epoch) + random.nextDouble();
                records.add(new MetricsRecord(
                        epoch * 100L + i * 10L,
                        epoch,
                        Map.of(
                                "loss",
                                instance + 1.5,
                                "instance_loss",
                                instance,
                                "prototype_loss",
                                1.5,
                                "local_instance_loss",
                                0.0,
                                "instance_accuracy",
                                0.4,
                                "learning_rate",
                                0.03 * (epochs - epoch) / epochs,
                                "images_per_second",
                                350 + 20 * random.nextDouble(),
                                "data_wait",
                                0.02)));
            }
            records.add(new MetricsRecord(epoch * 100L + 100, epoch + 1, health(20 + epoch, 40 + 0.1 * epoch)));
            records.add(new MetricsRecord(
                    epoch * 100L + 100,
                    epoch + 1,
                    Map.of(
                            "clustering_seconds",
                            3.0,
                            "drift_level0",
                            0.9 / (1 + epoch),
                            "drift_level1",
                            0.5 / (1 + epoch))));
        }
        return records;
    }

    private static Map<String, Double> health(double rank, double knn) {
        return Map.of("effective_rank", rank, "spread", 0.7, "uniformity", -2.5, "knn_top1", knn, "knn_top5", knn + 30);
    }

    static EmbeddingSample sample(ImageSource images) {
        RandomGenerator random = new SplittableRandom(2);
        int dimension = 8;
        float[] rows = new float[images.size() * dimension];
        IntStream.range(0, images.size()).forEach(i -> {
            for (int d = 0; d < dimension; d++) {
                rows[i * dimension + d] = (float) ((d == i % 3 ? 1 : 0) + 0.05 * random.nextGaussian());
            }
        });
        return new EmbeddingSample(ImageTable.of(images), Embeddings.of(3, dimension, rows));
    }

    /** The coarsest prototypes are the three groups. */
    static TreeFacts tree() {
        return new TreeFacts(
                false,
                List.of(),
                IntStream.range(0, IMAGES).mapToObj(i -> "L1-" + i % 3).toList());
    }

    static RunReport report(String name, List<MetricsRecord> metrics) {
        return new RunReport(
                name,
                config(),
                List.of(process("cpu()")),
                metrics,
                Optional.of(sample(images())),
                tree(),
                UnreadableImages.NONE);
    }
}
