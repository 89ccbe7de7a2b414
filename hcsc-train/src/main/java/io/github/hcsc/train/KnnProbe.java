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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures the features: their health always, and where there are held-out images, how often their nearest training
 * images have their class.
 */
record KnnProbe(FeatureExtractor extractor, TrainingData data, RunConfig.Knn knn, long seed, Consumer<String> warnings)
        implements Probe {

    @Override
    public Map<String, Double> measure(NDManager scope, Encoder encoder) {
        Map<String, Double> values = new LinkedHashMap<>();
        ImageSource bank = Subset.random(data.training(), knn.maximumImages(), seed);
        NDArray bankFeatures = extractor.extract(scope, encoder.backbone(), bank, done -> {});
        data.heldOut().ifPresent(heldOut -> {
            ImageSource queries = Subset.random(heldOut, knn.maximumImages(), seed);
            NDArray queryFeatures = extractor.extract(scope, encoder.backbone(), queries, done -> {});
            KnnResult result = new KnnEvaluator(List.of(knn.neighbours()), knn.temperature())
                    .evaluate(bankFeatures, labels(bank), queryFeatures, labels(queries))
                    .get(0);
            values.put("knn_top1", result.top1());
            values.put("knn_top5", result.top5());
        });
        EmbeddingHealth health = EmbeddingHealth.of(bankFeatures);
        if (health.collapsed()) {
            warnings.accept(health.verdict());
        }
        values.put("effective_rank", health.effectiveRank());
        values.put("spread", health.spread());
        return values;
    }

    private static int[] labels(ImageSource source) {
        return IntStream.range(0, source.size())
                .map(index -> source.label(index).orElseThrow())
                .toArray();
    }
}
