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
import java.util.function.IntConsumer;
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
        String recipe = view.recipe(weights.views()).toString();
        return kept(
                weights.backbone(),
                images,
                recipe,
                manager,
                (encoder, scope, progress) -> encoder.features(scope, images, view, threads, progress));
    }

    /**
     * Returns the embeddings, by backbone and head, of a random view of each image, in order.
     *
     * @param seed decides the views
     * @param manager owns the result, on the device that computes
     * @return float32 {@code [n, dim]}
     * @throws IOException if the cache cannot be read
     * @throws IllegalArgumentException if the weights have no head
     */
    public NDArray embeddings(ImageSource images, int seed, NDManager manager) throws IOException {
        String recipe = "embedding " + seed + " of " + TrainedEncoder.randomView(weights.views());
        return kept(
                weights,
                images,
                recipe,
                manager,
                (encoder, scope, progress) -> encoder.embeddings(scope, images, seed, threads, progress));
    }

    /** Runs the network over all images. */
    @FunctionalInterface
    private interface Extraction {
        NDArray run(TrainedEncoder encoder, NDManager scope, IntConsumer progress);
    }

    private NDArray kept(EncoderWeights used, ImageSource images, String view, NDManager manager, Extraction extraction)
            throws IOException {
        boolean mayDiffer =
                weights.design().isEmpty(); // the code of one's own network may change, its tensors the same
        if (cache.isEmpty() || mayDiffer) {
            return extract(images, manager, extraction);
        }
        FeatureKey key = FeatureKey.of(used, images, view);
        Optional<NDArray> found = cache.orElseThrow().find(key, manager);
        if (found.isPresent()) {
            return found.orElseThrow();
        }
        NDArray features = extract(images, manager, extraction);
        try {
            cache.orElseThrow().keep(key, features);
        } catch (IOException e) {
            LOGGER.warn(
                    "Features are not kept for the next evaluation: {}. --cache DIR names another place.",
                    e.getMessage());
        }
        return features;
    }

    private NDArray extract(ImageSource images, NDManager manager, Extraction extraction) {
        try (ImageProgress progress = ImageProgress.onStandardError("features", images.size());
                NDManager network = manager.newSubManager()) {
            NDArray features = extraction.run(new TrainedEncoder(weights, network), network, progress);
            features.attach(manager);
            return features;
        }
    }
}
