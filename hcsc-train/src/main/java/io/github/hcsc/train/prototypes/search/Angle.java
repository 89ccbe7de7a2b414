package io.github.hcsc.train.prototypes.search;

/** Angles of rounded cosines. */
public final class Angle {

    /** More than three of these angles can be wrong together when their cosines are wrong by 1e-5 each. */
    public static final double MARGIN = 3 * Math.acos(1 - 1e-5);

    private Angle() {}

    /** Returns the angle of a cosine that may lie a little outside of [-1, 1]. */
    public static double of(double cosine) {
        return Math.acos(Math.max(-1, Math.min(1, cosine)));
    }
}
