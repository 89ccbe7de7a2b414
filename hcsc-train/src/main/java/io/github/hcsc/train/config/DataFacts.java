package io.github.hcsc.train.config;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What sizing has to know of the images.
 *
 * @param path their folder
 * @param images how many there are
 * @param side typical length of an image's shorter side, in pixels
 * @param classes how many classes the folder names, 0 if images have no labels
 */
public record DataFacts(Path path, int images, int side, int classes) {
    private static final int FEWEST = 32;
    private static final int SAMPLE = 32;

    /** Checks that there is something to train on. */
    public DataFacts {
        Require.that(images >= FEWEST, "the number of images in " + path, "be at least " + FEWEST, images);
        Require.atLeast(1, "side", side);
        Require.atLeast(0, "classes", classes);
    }

    /**
     * Looks at a few images, evenly spaced.
     *
     * @throws IOException if none of them can be read
     * @throws IllegalArgumentException if there are too few images to train on
     */
    public static DataFacts survey(Path path, ImageSource source) throws IOException {
        int side = side(path, source);
        return new DataFacts(path, source.size(), side, source.classNames().size());
    }

    /**
     * Returns the typical length of an image's shorter side in pixels, of a few images, evenly spaced.
     *
     * @param path what messages call the images
     * @throws IOException if none of them can be read
     */
    public static int side(Path path, ImageSource source) throws IOException {
        List<Integer> sides = new ArrayList<>();
        IOException damaged = new IOException("no image of " + path + " was looked at");
        int stride = Math.max(1, source.size() / SAMPLE);
        for (int index = 0; index < source.size(); index += stride) {
            try {
                Image image = source.image(index);
                sides.add(Math.min(image.width(), image.height()));
            } catch (IOException e) {
                damaged = new IOException(
                        path + ": none of the images looked at can be read; " + source.name(index) + ": "
                                + e.getMessage(),
                        e);
            }
        }
        if (sides.isEmpty()) {
            throw damaged;
        }
        sides.sort(null);
        return sides.get(sides.size() / 2);
    }
}
