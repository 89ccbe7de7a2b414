package io.github.hcsc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the features: their health always, and where there are held-out images, how often their nearest training
 * images have their class.
 */
record KnnProbe(FeatureExtractor extractor, TrainingData data, RunConfig.Knn knn, long seed, TrainingProgress progress)
        implements Probe {

    @Override
    public Map<String, Double> measure(NDManager scope, Encoder encoder) {
        Map<String, Double> values = new LinkedHashMap<>();
        ImageSource bank = Subset.random(data.training(), knn.maximumImages(), seed);
        NDArray bankFeatures = features(scope, encoder, bank);
        data.heldOut().ifPresent(heldOut -> {
            LabelledImages known = LabelledImages.of(bank);
            LabelledImages queries = LabelledImages.of(Subset.random(heldOut, knn.maximumImages(), seed))
                    .namedAs(known);
            NDArray queryFeatures = features(scope, encoder, queries.images());
            KnnResult result = new KnnEvaluator(List.of(knn.neighbours()), knn.temperature())
                    .evaluate(bankFeatures, known.labels(), queryFeatures, queries.labels())
                    .get(0);
            values.put("knn_top1", result.top1());
            values.put("knn_top5", result.top5());
        });
        EmbeddingHealth health = EmbeddingHealth.of(bankFeatures);
        if (health.collapsed()) {
            progress.message(health.verdict());
        }
        values.putAll(health.metrics());
        return values;
    }

    private NDArray features(NDManager scope, Encoder encoder, ImageSource images) {
        try (ImageProgress pass = progress.pass("measuring features", images.size())) {
            return extractor.extract(scope, encoder.backbone(), images, pass);
        }
    }
}
