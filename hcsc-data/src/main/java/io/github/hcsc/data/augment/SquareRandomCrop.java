package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Resizes the image to a square, whatever its shape, and takes a part of the view's size from any place.
 *
 * @param side pixels along each side after the resize, at least the size of the view
 */
public record SquareRandomCrop(int side) implements Crop {

    /** Checks that something is left after the resize. */
    public SquareRandomCrop {
        if (side < 1) {
            throw new IllegalArgumentException("side must be at least 1, but was " + side);
        }
    }

    @Override
    public void cut(Image image, View view, RandomGenerator random) {
        int top = random.nextInt(Math.max(1, side - view.height() + 1));
        int left = random.nextInt(Math.max(1, side - view.width() + 1));
        fill(image, view, side, left, top);
    }

    static void fill(Image image, View view, int side, int left, int top) {
        if (Math.max(view.width(), view.height()) > side) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "view size must be at most the resized side %d, but was %d",
                    side,
                    Math.max(view.width(), view.height())));
        }
        Box whole = new Box(0, 0, image.width(), image.height());
        new Resampler(image, whole, Interpolation.BILINEAR).fill(view, side, side, left, top);
    }
}
