package io.github.hcsc.core.encoder.resnet;

import java.util.Locale;

/** What stands before the first stage of a ResNet. */
public enum Stem {
    /** A 7 x 7 convolution and a max-pool, each halving the image: for images of 224 pixels. */
    IMAGENET,
    /** A 3 x 3 convolution that keeps the size, no max-pool: for images of 32 to 64 pixels. */
    SMALL;

    /** Returns the word for it in configurations, such as {@code small}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
