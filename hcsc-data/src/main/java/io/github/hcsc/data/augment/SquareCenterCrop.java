package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Resizes the image to a square, whatever its shape, and takes the centre. Draws no random number.
 *
 * @param side pixels along each side after the resize, at least the size of the view
 */
public record SquareCenterCrop(int side) implements Crop {

    /** Checks that something is left after the resize. */
    public SquareCenterCrop {
        if (side < 1) {
            throw new IllegalArgumentException("side must be at least 1, but was " + side);
        }
    }

    @Override
    public void cut(Image image, View view, RandomGenerator random) {
        SquareRandomCrop.fill(image, view, side, (side - view.width()) / 2, (side - view.height()) / 2);
    }
}
