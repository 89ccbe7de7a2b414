package io.github.hcsc.core.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/** A network that maps images {@code [N, 3, H, W]} to features {@code [N, featureSize()]} and can tell about itself. */
public interface Backbone extends Block {

    /** Channels of an image: red, green, blue. */
    int CHANNELS = 3;

    /** Returns the shape {@code [count, 3, side, side]} of images. */
    static Shape images(long count, int side) {
        return new Shape(count, CHANNELS, side, side);
    }

    /** Returns the number of values of a feature. */
    int featureSize();

    /** Returns whether, in training, an image's feature depends on the other images of its batch. */
    boolean crossesImages();
}
