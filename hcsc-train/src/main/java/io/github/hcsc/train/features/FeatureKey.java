package io.github.hcsc.train.features;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.weights.EncoderWeights;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides the value of features.
 *
 * @param weights digest of the backbone, and of the head where it matters
 * @param images fingerprint of the data set
 * @param view how each image is looked at, in words
 */
public record FeatureKey(String weights, String images, String view) {

    /** Describes what an encoder, or a backbone alone, computes from views of images. */
    static FeatureKey of(EncoderWeights weights, ImageSource images, String view) {
        ViewsConfig views = weights.views();
        return new FeatureKey(
                weights.digest(), DataFingerprint.of(images), view + " " + views.mean() + " " + views.std());
    }

    Map<String, String> facts() {
        return new TreeMap<>(Map.of("weights", weights, "images", images, "view", view));
    }

    /** A short name that differs where the facts differ. */
    String name() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
