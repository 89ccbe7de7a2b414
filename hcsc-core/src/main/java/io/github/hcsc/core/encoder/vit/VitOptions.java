package io.github.hcsc.core.encoder.vit;

import io.github.hcsc.core.encoder.Precision;
import java.util.Arrays;
import java.util.Locale;

/**
 * What is not seen in the shapes of a Vision Transformer's weights.
 *
 * @param features what the feature of an image is
 * @param interpolation how positions are brought to another grid
 * @param positions whether positions are trained
 * @param patches whether the projection of patches is trained
 * @param dropPath the share of images that the branches of the last block leave out in training, in [0, 1); it rises
 *     evenly from 0 in the first block (Huang et al., Deep Networks with Stochastic Depth)
 * @param precision the number type of matrix products in training
 */
public record VitOptions(
        VitFeatures features,
        PositionInterpolation interpolation,
        Positions positions,
        Patches patches,
        double dropPath,
        Precision precision) {

    /** The class token of a network that is used as it is, or trained in float32 from the weights it has. */
    public static final VitOptions DEFAULT = new VitOptions(
            VitFeatures.CLASS, PositionInterpolation.ANTIALIAS, Positions.LEARNED, Patches.LEARNED, 0, Precision.FP32);

    /** How patches become tokens. */
    public enum Patches {
        /** By a projection that keeps its random weights, which steadies training (MoCo v3, section 4.2). */
        FROZEN,
        /** By a projection that is trained like all other weights. */
        LEARNED
    }

    /** Where patches are in the image. */
    public enum Positions {
        /** Sines and cosines of row and column, never trained (MoCo v3, section 4.4). */
        FIXED,
        /** Trained like all other weights. */
        LEARNED;

        /**
         * Returns the positions that a file names.
         *
         * @throws IllegalArgumentException if there are none of that name
         */
        public static Positions of(String word) {
            return Arrays.stream(values())
                    .filter(known -> known.toString().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "positions must be one of " + Arrays.toString(values()) + ", but were " + word));
        }

        /** Returns the word for it, such as {@code fixed}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if {@code dropPath} is no such share */
    public VitOptions {
        if (!(dropPath >= 0 && dropPath < 1)) {
            throw new IllegalArgumentException("drop-path must lie in [0, 1), but was " + dropPath);
        }
    }

    /** Returns these options with another feature. */
    public VitOptions withFeatures(VitFeatures other) {
        return new VitOptions(other, interpolation, positions, patches, dropPath, precision);
    }
}
