package io.github.hcsc.data.augment;

import java.util.Arrays;

/**
 * Which input pixels, with which fixed-point weights, make each output pixel along one axis of a resize.
 *
 * @param first the first input pixel of each output pixel
 * @param count how many input pixels follow from there
 * @param weights {@code stride} weights for each output pixel, of which {@code count} are used
 * @param stride the most input pixels any output pixel has
 */
@SuppressWarnings("ArrayRecordComponent")
record Taps(int[] first, int[] count, int[] weights, int stride) {
    /** Fractional bits of a weight: 32, less 8 for the pixel and 2 for the overshoot of negative weights. */
    static final int PRECISION = 22;

    /** What a sum starts with, to be rounded and not cut off. */
    static final int HALF = 1 << (PRECISION - 1);

    /**
     * Computes the taps of the outputs {@code from .. from + count - 1} of a resize from {@code in} to {@code out} pixels.
     */
    static Taps of(int in, int out, int from, int count, Interpolation interpolation) {
        if (in == out) {
            return identity(from, count);
        }
        double scale = (double) in / out;
        double widening = Math.max(scale, 1);
        double support = interpolation.support() * widening;
        int stride = (int) Math.ceil(support) * 2 + 1;
        Taps taps = new Taps(new int[count], new int[count], new int[count * stride], stride);
        double[] exact = new double[stride];
        for (int i = 0; i < count; i++) {
            double centre = (from + i + 0.5) * scale;
            int low = Math.max((int) (centre - support + 0.5), 0);
            int high = Math.min((int) (centre + support + 0.5), in);
            double sum = 0;
            for (int k = 0; k < high - low; k++) {
                exact[k] = interpolation.weight((k + low - centre + 0.5) * (1 / widening));
                sum += exact[k];
            }
            taps.first[i] = low;
            taps.count[i] = high - low;
            for (int k = 0; k < high - low; k++) {
                taps.weights[i * stride + k] = fixedPoint(exact[k] / sum);
            }
        }
        return taps;
    }

    /** Each output is the input at its place: a resize that keeps the length. */
    private static Taps identity(int from, int count) {
        Taps taps = new Taps(new int[count], new int[count], new int[count], 1);
        for (int i = 0; i < count; i++) {
            taps.first[i] = from + i;
        }
        Arrays.fill(taps.count, 1);
        Arrays.fill(taps.weights, 1 << PRECISION);
        return taps;
    }

    private static int fixedPoint(double weight) {
        return (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
    }
}
