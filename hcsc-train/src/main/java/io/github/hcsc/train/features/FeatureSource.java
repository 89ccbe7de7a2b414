package io.github.hcsc.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.FixedView;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the features of an encoder: those kept from an earlier evaluation, else computed and then kept.
 *
 * @param weights the encoder
 * @param cache where features are kept, none to compute them always
 * @param threads threads that load images
 */
public record FeatureSource(EncoderWeights weights, Optional<FeatureCache> cache, int threads) {
    private static final Logger LOGGER = LoggerFactory.getLogger(FeatureSource.class);

    /**
     * Returns the features of all images, from their fixed views, in order.
     *
     * @param view how an image is looked at
     * @param manager owns the result, on the device that computes
     * @return float32 {@code [n, featureSize]}
     * @throws IOException if the cache cannot be read
     */
    public NDArray features(ImageSource images, FixedView view, NDManager manager) throws IOException {
        if (cache.isEmpty()) {
            return extract(images, view, manager);
        }
        FeatureKey key = FeatureKey.of(weights, images, view.recipe(weights.views()));
        Optional<NDArray> kept = cache.orElseThrow().find(key, manager);
        if (kept.isPresent()) {
            return kept.orElseThrow();
        }
        NDArray features = extract(images, view, manager);
        try {
            cache.orElseThrow().keep(key, features);
        } catch (IOException e) {
            LOGGER.warn(
                    "Features are not kept for the next evaluation: {}. --cache DIR names another place.",
                    e.getMessage());
        }
        return features;
    }

    private NDArray extract(ImageSource images, FixedView view, NDManager manager) {
        try (ImageProgress progress = ImageProgress.onStandardError("features", images.size());
                NDManager network = manager.newSubManager()) {
            NDArray features = new TrainedEncoder(weights, network).features(network, images, view, threads, progress);
            features.attach(manager);
            return features;
        }
    }
}
