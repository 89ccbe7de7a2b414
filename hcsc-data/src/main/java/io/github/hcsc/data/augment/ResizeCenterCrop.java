package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Resizes the shorter side of the image and takes the centre: the crop of evaluation. Draws no random number.
 *
 * @param shorterSide pixels of the shorter side after the resize, at least the size of the view
 * @param interpolation how the resize weighs pixels
 */
public record ResizeCenterCrop(int shorterSide, Interpolation interpolation) implements Crop {

    /** Checks that something is left after the resize. */
    public ResizeCenterCrop {
        if (shorterSide < 1) {
            throw new IllegalArgumentException("shorter side must be at least 1, but was " + shorterSide);
        }
    }

    @Override
    public void cut(Image image, View view, RandomGenerator random) {
        int side = Math.max(view.width(), view.height());
        if (side > shorterSide) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "view size must be at most the resized side %d, but was %d", shorterSide, side));
        }
        int width = resized(image.width(), image.height());
        int height = resized(image.height(), image.width());
        Box whole = new Box(0, 0, image.width(), image.height());
        new Resampler(image, whole, interpolation)
                .fill(view, width, height, margin(width, view.width()), margin(height, view.height()));
    }

    private int resized(int side, int other) {
        return side <= other ? shorterSide : (int) ((double) ((long) shorterSide * side) / other);
    }

    private static int margin(int side, int size) {
        return (int) Math.rint((side - size) / 2.0);
    }
}
