package io.github.hcsc.data.augment;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How one view of an image is made: a crop, then transforms in order. Its text form names every parameter.
 *
 * @param size pixels along each side of the view
 * @param crop fills the view from the image
 * @param transforms change the view in place, in this order
 */
public record ViewRecipe(int size, Crop crop, List<Transform> transforms) {

    /** Checks the size. */
    public ViewRecipe {
        if (size < 1) {
            throw new IllegalArgumentException("view size must be at least 1, but was " + size);
        }
        transforms = List.copyOf(transforms);
    }

    /**
     * Makes a view in memory that is used again and again.
     *
     * @param image the image to look at
     * @param view a view of this recipe's size; its former content does not matter
     * @param random the only source of chance
     */
    public void render(Image image, View view, RandomGenerator random) {
        if (view.width() != size || view.height() != size) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "view size must be %1$dx%1$d, but was %2$dx%3$d", size, view.width(), view.height()));
        }
        crop.cut(image, view, random);
        for (Transform transform : transforms) {
            transform.apply(view, random);
        }
    }

    /**
     * Makes a view as an image of its own.
     *
     * @param image the image to look at
     * @param random the only source of chance
     * @return the view, {@code size x size}
     */
    public Image apply(Image image, RandomGenerator random) {
        View view = new View(size, size);
        render(image, view, random);
        return new Image(size, size, view.rgb());
    }
}
