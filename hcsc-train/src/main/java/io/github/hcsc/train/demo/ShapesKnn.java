package io.github.hcsc.train.demo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.data.LoaderConfig;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.GeneratedShapes;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.EncoderHealth;
import io.github.hcsc.train.OnlineEvaluator;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.eval.FeatureExtractor;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.view.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** kNN of generated shapes at each level of their true hierarchy, for features and for raw pixels. */
record ShapesKnn(GeneratedShapes training, GeneratedShapes heldOut, PretrainConfig config) implements OnlineEvaluator {

    /** The names of the figures, finest level first. */
    static final List<String> LEVELS = List.of("knn_leaf", "knn_middle", "knn_top");

    @Override
    public Map<String, Double> measure(NDManager scope, Encoder encoder) {
        Normalization normalization =
                new Normalization(scope, config.views().mean(), config.views().std());
        FeatureExtractor extractor = new FeatureExtractor(
                ViewRecipes.evaluation(
                        config.views().evaluationResize(), config.views().imageSize(), Interpolation.BILINEAR),
                normalization,
                LoaderConfig.sequential(100, 2));
        NDArray bank = rows(extractor, scope, encoder, training);
        Map<String, Double> values = new LinkedHashMap<>(knn(bank, rows(extractor, scope, encoder, heldOut)));
        values.putAll(EncoderHealth.metrics(scope, encoder, bank));
        return values;
    }

    /** Drawn images can all be read. */
    private static NDArray rows(FeatureExtractor extractor, NDManager scope, Encoder encoder, ImageSource images) {
        return extractor.extract(scope, encoder.backbone(), images, done -> {}).rows();
    }

    /** Returns the figures that raw pixels reach. */
    Map<String, Double> ofPixels(NDManager scope) {
        return knn(pixels(scope, training), pixels(scope, heldOut));
    }

    private static NDArray pixels(NDManager scope, ImageSource images) {
        int size = images.size();
        float[] centred = new float[0];
        for (int i = 0; i < size; i++) {
            byte[] rgb = read(images, i);
            if (i == 0) {
                centred = new float[size * rgb.length];
            }
            for (int p = 0; p < rgb.length; p++) {
                centred[i * rgb.length + p] = (rgb[p] & 0xff) / 127.5f - 1;
            }
        }
        return scope.create(centred, new Shape(size, centred.length / size));
    }

    private static byte[] read(ImageSource images, int index) {
        try {
            return images.image(index).rgb();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Double> knn(NDArray bank, NDArray queries) {
        KnnEvaluator evaluator = new KnnEvaluator(
                List.of(config.run().knn().neighbours()), config.run().knn().temperature());
        Map<String, Double> values = new LinkedHashMap<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            double top1 = evaluator
                    .evaluate(bank, labels(training, level), queries, labels(heldOut, level))
                    .get(0)
                    .top1();
            values.put(LEVELS.get(level), top1);
        }
        return values;
    }

    private static int[] labels(GeneratedShapes shapes, int level) {
        return IntStream.range(0, shapes.size())
                .map(index -> shapes.label(index, level))
                .toArray();
    }
}
