package io.github.hcsc.core.encoder.vit;

import java.util.Arrays;

/** What the feature of an image is, from its tokens after the last block. */
public enum VitFeatures {
    /** The class token after the final norm. */
    CLASS("class", 1),
    /** The mean of the patch tokens after the final norm. */
    MEAN("mean", 1),
    /** Both, the class token first. */
    CLASS_AND_MEAN("class+mean", 2),
    /** The norm of the mean of the patch tokens: timm's networks with {@code fc_norm}. */
    NORM_OF_MEAN("norm-of-mean", 1);

    private final String word;
    private final int widths;

    VitFeatures(String word, int widths) {
        this.word = word;
        this.widths = widths;
    }

    /**
     * Returns the features that a configuration or a file names.
     *
     * @throws IllegalArgumentException if there are none of that name
     */
    public static VitFeatures of(String word) {
        return Arrays.stream(values())
                .filter(known -> known.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("features of a Vision Transformer must be one of "
                        + Arrays.toString(values()) + ", but were " + word));
    }

    /** Returns the number of values of a feature of a network of that width. */
    int size(int width) {
        return widths * width;
    }

    /** Returns the word for it in configurations, such as {@code class+mean}. */
    @Override
    public String toString() {
        return word;
    }
}
