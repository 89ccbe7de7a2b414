package io.github.hcsc.train;

import io.github.hcsc.data.source.CachedImages;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.ImageSources;
import io.github.hcsc.data.source.SourceOptions;
import io.github.hcsc.data.source.Subset;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.config.DataConfig;
import io.github.hcsc.train.config.RunConfig;
import io.github.hcsc.train.eval.LabelledImages;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
     * @throws ConfigException if held-out images have no classes, or others than the training images
     */
    public static TrainingData open(DataConfig config, long seed) {
        try {
            ImageSource all = openTraining(config);
            if (config.heldOut().isPresent()) {
                return new TrainingData(
                        all, Optional.of(openHeldOut(config.heldOut().get(), config.sourceOptions(), all)));
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

    private static ImageSource openTraining(DataConfig config) throws IOException {
        ImageSource images = ImageSources.open(config.path(), config.sourceOptions());
        long cache = config.cacheMegabytes() * 1_000_000L;
        return cache > 0 ? new CachedImages(images, cache) : images;
    }

    /**
     * Checks that kNN can be measured on held-out images.
     *
     * @param folder the held-out images
     * @param options how they are read
     * @param training the images that are trained on
     * @throws ConfigException if they are not there, have no classes, or others than the training images
     */
    public static void checkHeldOut(Path folder, SourceOptions options, ImageSource training) throws IOException {
        openHeldOut(folder, options, training).close();
    }

    private static ImageSource openHeldOut(Path folder, SourceOptions options, ImageSource training)
            throws IOException {
        ImageSource images = openFolder(folder, options);
        try {
            LabelledImages.of(images).namedAs(LabelledImages.of(training));
            return images;
        } catch (IllegalArgumentException e) {
            images.close();
            throw new ConfigException("data.heldOut cannot be used for kNN: " + e.getMessage(), e);
        }
    }

    private static ImageSource openFolder(Path folder, SourceOptions options) throws IOException {
        try {
            return ImageSources.open(folder, options);
        } catch (NoSuchFileException e) {
            throw new ConfigException("data.heldOut: " + e.getFile() + " does not exist", e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("data.heldOut: " + e.getMessage(), e);
        }
    }

    /** Returns the training images that a run measures its encoder on: chosen by its seed, and no more than it says. */
    public ImageSource measured(RunConfig run) {
        return Subset.random(training, run.knn().maximumImages(), run.seed());
    }

    /** Returns how many of the images read so far were altered by decoding, by what was done. */
    Map<String, Integer> altered(DataConfig config) {
        boolean apart = config.heldOut().isPresent(); // else both are parts of one source, which counts for both
        Map<String, Integer> counts = new LinkedHashMap<>();
        Stream.concat(Stream.of(training), heldOut.stream().filter(images -> apart))
                .flatMap(images -> images.altered().entrySet().stream())
                .forEach(some -> counts.merge(some.getKey().toString(), some.getValue(), Integer::sum));
        return counts;
    }

    /** Returns a digest of the names of the training images in order: equal for equal data sets. */
    public String fingerprint() {
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
