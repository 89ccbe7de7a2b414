package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.features.FeatureCache;
import io.github.hcsc.train.view.FixedView;
import io.github.hcsc.train.weights.EncoderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A trained encoder, and the size of the images it shall see.
 *
 * @param path a run directory or a file of weights
 * @param own builds the encoder, if it is one of one's own
 * @param imageSize side of a view in pixels, if not that of the encoder
 * @param resize shorter side before the centre is cut out, if not the encoder's in proportion to the view
 */
record EncoderSource(Path path, Optional<EncoderFactory> own, Optional<Integer> imageSize, Optional<Integer> resize) {

    /** An encoder of this library that sees images as it was trained to. */
    static EncoderSource of(Path path) {
        return new EncoderSource(path, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Opens the weights.
     *
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if they are of no known network, or sizes do not fit each other
     */
    EncoderWeights open() throws IOException {
        return sized(EncoderWeights.open(path, own));
    }

    /** Gives opened weights the sizes of this source. */
    EncoderWeights sized(EncoderWeights weights) {
        ViewsConfig views = weights.views();
        int size = imageSize.orElse(views.imageSize());
        int side =
                resize.orElse(Math.max(size, Math.round((float) size * views.evaluationResize() / views.imageSize())));
        if (side < size) {
            throw new IllegalArgumentException(
                    "images must be resized to at least the " + size + " pixels of a view, but --resize is " + side);
        }
        weights.design().ifPresent(design -> design.requireSide(size));
        return weights.withViews(views.withSizes(size, side));
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /**
     * Which features are wanted.
     *
     * @param encoder whose features
     * @param view how an image is looked at
     * @param cache where features are kept from one evaluation to the next, none to compute them always
     */
    record FeatureRequest(EncoderSource encoder, FixedView view, Optional<FeatureCache> cache) {}
}
