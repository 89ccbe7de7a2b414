package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/** The first step of a {@link ViewRecipe}: fills a view from a part of an image. Stateless and safe for many threads. */
@FunctionalInterface
public interface Crop {

    /**
     * Fills every pixel of the view.
     *
     * @param image any image, larger or smaller than the view
     * @param view the pixels to fill
     * @param random the only source of chance
     */
    void cut(Image image, View view, RandomGenerator random);
}
