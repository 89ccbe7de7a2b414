package io.github.hcsc.train.config;

import java.nio.file.Path;

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

    /** Checks that there is something to train on. */
    public DataFacts {
        Require.that(images >= FEWEST, "the number of images in " + path, "be at least " + FEWEST, images);
        Require.atLeast(1, "side", side);
        Require.atLeast(0, "classes", classes);
    }
}
