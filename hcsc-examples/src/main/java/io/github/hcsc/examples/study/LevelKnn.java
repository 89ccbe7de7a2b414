package io.github.hcsc.examples.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.train.Normalization;
import io.github.hcsc.train.Probe;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.EmbeddingHealth;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.LabelledImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nearest neighbours of held-out images at every known level, and how many directions the features use.
 *
 * @param known the training images
 * @param heldOut images that are not trained on, of the same classes
 */
record LevelKnn(PretrainConfig config, LabelledImages known, LabelledImages heldOut, ClassLevels levels)
        implements Probe {

    private static final int BATCH = 250;

    @Override
    public Map<String, Double> measure(NDManager scope, Encoder encoder) {
        NDArray bank = features(scope, encoder, known);
        NDArray queries = features(scope, encoder, heldOut);
        RunConfig.Knn knn = config.run().knn();
        KnnEvaluator evaluator = new KnnEvaluator(List.of(knn.neighbours()), knn.temperature());
        Map<String, Double> values = new LinkedHashMap<>();
        for (int level = 0; level < levels.names().size(); level++) {
            double top1 = evaluator
                    .evaluate(bank, levels.labels(level, known), queries, levels.labels(level, heldOut))
                    .get(0)
                    .top1();
            values.put("knn_" + levels.names().get(level), top1);
        }
        values.putAll(EmbeddingHealth.of(bank).metrics());
        return values;
    }

    /** Returns the backbone's features of the whole images, in their order. */
    NDArray features(NDManager scope, Encoder encoder, LabelledImages images) {
        ViewsConfig views = config.views();
        Normalization normalization = new Normalization(scope, views.mean(), views.std());
        FeatureExtractor extractor = new FeatureExtractor(
                ViewRecipes.evaluation(views.evaluationResize(), views.imageSize(), Interpolation.BILINEAR),
                normalization,
                LoaderConfig.sequential(BATCH, 2));
        return extractor
                .extract(scope, encoder.backbone(), images.images(), done -> {})
                .rows();
    }
}
