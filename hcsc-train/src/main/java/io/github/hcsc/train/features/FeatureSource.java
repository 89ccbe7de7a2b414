package io.github.hcsc.train.features;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.TrainedEncoder;
import io.github.hcsc.train.eval.Features;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
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
     * Returns the features of all images that can be read, from their fixed views, in order.
     *
     * @param view how an image is looked at
     * @param manager owns the result, on the device that computes
     * @return float32 {@code [n, featureSize]}
     * @throws IOException if the cache cannot be read
     */
    public Features features(ImageSource images, FixedView view, NDManager manager) throws IOException {
        String recipe = view.recipe(weights.views()).toString();
        return kept(
                weights.backbone(),
                images,
                recipe,
                manager,
                (encoder, scope, progress) -> encoder.features(scope, images, view, threads, progress));
    }

    /**
     * Returns the embeddings, by backbone and head, of a random view of each image that can be read, in order.
     *
     * @param seed decides the views
     * @param manager owns the result, on the device that computes
     * @return float32 {@code [n, dim]}
     * @throws IOException if the cache cannot be read
     * @throws IllegalArgumentException if the weights have no head
     */
    public Features embeddings(ImageSource images, int seed, NDManager manager) throws IOException {
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
        Features run(TrainedEncoder encoder, NDManager scope, IntConsumer progress);
    }

    private Features kept(
            EncoderWeights used, ImageSource images, String view, NDManager manager, Extraction extraction)
            throws IOException {
        boolean mayDiffer =
                weights.design().isEmpty(); // the code of one's own network may change, its tensors the same
        if (cache.isEmpty() || mayDiffer) {
            return extract(images, manager, extraction);
        }
        FeatureKey key = FeatureKey.of(used, images, view);
        Optional<Features> found = cache.orElseThrow().find(key, manager);
        if (found.isPresent() && lacksNone(found.orElseThrow(), images)) {
            return found.orElseThrow();
        }
        Features features = extract(images, manager, extraction);
        try {
            cache.orElseThrow().keep(key, features, images.size());
        } catch (IOException e) {
            LOGGER.warn("Features are not kept for the next evaluation, which computes them again: {}", e.getMessage());
        }
        return features;
    }

    /** Whether images without features still cannot be read; this also tells the source of them, as a pass over all would. */
    private static boolean lacksNone(Features found, ImageSource images) {
        BitSet lacking = new BitSet(images.size());
        lacking.set(0, images.size());
        Arrays.stream(found.images()).forEach(lacking::clear);
        return lacking.stream().noneMatch(index -> isReadable(images, index));
    }

    private static boolean isReadable(ImageSource images, int index) {
        try {
            images.image(index);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Features extract(ImageSource images, NDManager manager, Extraction extraction) {
        try (ImageProgress progress = ImageProgress.onStandardError("features", images.size());
                NDManager network = manager.newSubManager()) {
            Features features = extraction.run(new TrainedEncoder(weights, network), network, progress);
            features.rows().attach(manager);
            return features;
        }
    }
}
