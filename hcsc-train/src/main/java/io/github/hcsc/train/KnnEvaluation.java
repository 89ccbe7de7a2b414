package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.LabelLevels;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the encoder: the health of features and embeddings always, and where there are held-out images, how often
 * their nearest training images have their class, and their group at each further level of labels.
 */
record KnnEvaluation(
        FeatureExtractor extractor, TrainingData data, LabelLevels levels, RunConfig run, TrainingProgress progress)
        implements OnlineEvaluator {
    /** Held-out images whose nearest training images have their class, in per cent. */
    static final String TOP1 = "knn_top1";

    @Override
    public Map<String, Double> measure(NDManager scope, Encoder encoder) {
        Map<String, Double> values = new LinkedHashMap<>();
        ImageSource bank = data.measured(run);
        Features bankFeatures = features(scope, encoder, bank, values);
        data.heldOut().ifPresent(heldOut -> {
            LabelledImages known = bankFeatures.of(LabelledImages.of(bank));
            LabelledImages asked = LabelledImages.of(
                            Subset.random(heldOut, run.knn().maximumImages(), run.seed()))
                    .namedAs(known);
            Features queryFeatures = features(scope, encoder, asked.images(), values);
            LabelledImages queries = queryFeatures.of(asked);
            KnnResult result = knn(bankFeatures, known.labels(), queryFeatures, queries.labels());
            values.put(TOP1, result.top1());
            values.put("knn_top5", result.top5());
            Map<String, List<String>> truth = levels.of(queries.images());
            levels.of(known.images()).forEach((level, labels) -> {
                List<String> names = labels.stream().distinct().toList();
                int[] wanted = numbers(truth.getOrDefault(level, List.of()), names);
                KnnResult ofLevel = knn(bankFeatures, numbers(labels, names), queryFeatures, wanted);
                values.put("knn_" + level, ofLevel.top1());
            });
        });
        values.putAll(EncoderHealth.metrics(scope, encoder, bankFeatures.rows()));
        return values;
    }

    private KnnResult knn(Features bank, int[] labels, Features queries, int[] truth) {
        RunConfig.Knn knn = run.knn();
        return new KnnEvaluator(List.of(knn.neighbours()), knn.temperature())
                .evaluate(bank.rows(), labels, queries.rows(), truth)
                .get(0);
    }

    /** A label that no image of the bank has gets a number of its own, which is never the answer. */
    private static int[] numbers(List<String> labels, List<String> names) {
        return labels.stream()
                .mapToInt(label -> names.contains(label) ? names.indexOf(label) : names.size())
                .toArray();
    }

    private Features features(NDManager scope, Encoder encoder, ImageSource images, Map<String, Double> values) {
        try (ImageProgress pass = progress.pass("measuring features", images.size())) {
            Features found = extractor.extract(scope, encoder.backbone(), images, pass);
            int unreadable = images.size() - found.images().length;
            if (unreadable > 0) {
                values.merge(Clustering.UNREADABLE, (double) unreadable, Double::sum);
            }
            return found;
        }
    }
}
