package io.github.hcsc.data.augment;

/** How a resize weighs the pixels around a place; both widen when shrinking, so that nothing aliases. */
public enum Interpolation {
    /** A triangle of one pixel to each side. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** Keys' cubic of two pixels to each side, with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * SHARPNESS : 0;
        }
    };

    private static final double SHARPNESS = -0.5;

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** The distance, in pixels of the smaller image, from which on all weights are zero. */
    double support() {
        return support;
    }

    abstract double weight(double distance);
}
