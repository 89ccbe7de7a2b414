package io.github.hcsc.train;

import io.github.hcsc.data.source.CachedImages;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.config.DataConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The images of a run.
 *
 * @param training what the encoder is trained on
 * @param heldOut labelled images that it never sees, for kNN
 */
public record TrainingData(ImageSource training, Optional<ImageSource> heldOut) implements Closeable {

    /**
     * Opens what a configuration names. Images are set aside only if they have labels.
     *
     * @param seed decides which images are set aside
     */
    public static TrainingData open(DataConfig config, long seed) {
        try {
            ImageSource all = new CachedImages(ImageSources.open(config.path()), config.cacheMegabytes() * 1_000_000L);
            if (config.heldOut().isPresent()) {
                return new TrainingData(
                        all, Optional.of(ImageSources.open(config.heldOut().get())));
            }
            int aside = (int) Math.round(config.heldOutShare() * all.size());
            if (aside == 0 || all.classNames().isEmpty()) {
                return new TrainingData(all, Optional.empty());
            }
            var parts = Subset.split(all, aside, seed);
            return new TrainingData(parts.get(1), Optional.of(parts.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a digest of the names of the training images in order: equal for equal data sets. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < training.size(); i++) {
                digest.update((training.name(i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return training.size() + " images, names " + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        training.close();
        if (heldOut.isPresent()) {
            heldOut.get().close();
        }
    }
}
