package io.github.hcsc.core.prototype;

import java.util.Arrays;

/**
 * How loose clusters are, scaled to serve as temperatures: the concentration estimate of Prototypical Contrastive Learning.
 *
 * <p>A cluster of s points at distances D has {@code mean(D) / ln(s + 10)}, one of fewer than two points the largest value of
 * all; values are clipped to the 10th and 90th percentile and scaled so that their mean is the temperature.
 */
final class Density {
    private static final double SMOOTHING = 10;

    /** Keeps similarities divided by a density finite where points coincide. */
    private static final float SMALLEST = 1e-3f;

    private Density() {}

    /** Returns the density of each cluster, given the sums of the distances of the points to their centroids. */
    static float[] of(Clusters extents, float temperature) {
        return scaled(raw(extents), temperature);
    }

    /** Returns the values before clipping and scaling. */
    static double[] raw(Clusters extents) {
        long[] sizes = extents.sizes();
        double[] raw = new double[sizes.length];
        for (int c = 0; c < raw.length; c++) {
            if (sizes[c] > 1) {
                raw[c] = (float) (extents.sums()[c] / sizes[c]) / Math.log(sizes[c] + SMOOTHING);
            }
        }
        double largest = Arrays.stream(raw).max().orElseThrow();
        for (int c = 0; c < raw.length; c++) {
            if (sizes[c] <= 1) {
                raw[c] = largest;
            }
        }
        return raw;
    }

    /** Clips to the percentiles and scales to the mean; all the temperature if there is nothing to scale. */
    static float[] scaled(double[] raw, float temperature) {
        double low = percentile(raw, 10);
        double high = percentile(raw, 90);
        double[] clipped = Arrays.stream(raw)
                .map(value -> Math.min(Math.max(value, low), high))
                .toArray();
        double mean = Arrays.stream(clipped).average().orElseThrow();
        float[] density = new float[raw.length];
        for (int c = 0; c < density.length; c++) {
            density[c] = mean > 0 ? Math.max((float) (temperature * clipped[c] / mean), SMALLEST) : temperature;
        }
        return density;
    }

    /** Returns a percentile, interpolated linearly between the closest ranks, rounded as NumPy does. */
    static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = (sorted.length - 1) * (percent / 100);
        int below = (int) position;
        double low = sorted[below];
        double high = sorted[Math.min(below + 1, sorted.length - 1)];
        double share = position - below;
        return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
    }
}
