package io.github.hcsc.train.eval;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * A mean and where it lies with a confidence of 95 %.
 *
 * @param mean the estimate
 * @param low lower end, not-a-number where nothing tells
 * @param high upper end, not-a-number where nothing tells
 */
public record Interval(double mean, double low, double high) {
    /** Quantiles 0.975 of Student's distribution for 1 to 10 degrees of freedom. */
    private static final double[] QUANTILES = {
        12.7062047362,
        4.3026527297,
        3.1824463053,
        2.7764451052,
        2.5705818356,
        2.4469118511,
        2.3646242516,
        2.3060041352,
        2.2621571628,
        2.2281388520
    };

    private static final double NORMAL = 1.9599639845;

    /**
     * Returns Student's interval of the mean of normally distributed values; one value alone has none.
     *
     * @param values at least one
     */
    public static Interval ofMean(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        int freedom = values.length - 1;
        double half = freedom == 0 ? Double.NaN : quantile(freedom) * Math.sqrt(squares / freedom / values.length);
        return new Interval(mean, mean - half, mean + half);
    }

    /**
     * Returns the interval between the percentiles 2.5 and 97.5 of resampled estimates.
     *
     * @param mean the estimate
     * @param resampled the same estimate of random samples
     */
    public static Interval ofResampled(double mean, double... resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        int cut = (int) (0.025 * sorted.length);
        return new Interval(mean, sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    /** The quantile 0.975 of Student's distribution; beyond 10 degrees of freedom by its expansion around the normal one (Fisher and Cornish, 1960). */
    static double quantile(int freedom) {
        if (freedom <= QUANTILES.length) {
            return QUANTILES[freedom - 1];
        }
        double z = NORMAL;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double z9 = z7 * z * z;
        double first = (z3 + z) / 4;
        double second = (5 * z5 + 16 * z3 + 3 * z) / 96;
        double third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
        double fourth = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92160;
        double n = freedom;
        return z + (first + (second + (third + fourth / n) / n) / n) / n;
    }

    /** Whether there are ends. */
    public boolean isKnown() {
        return !Double.isNaN(low);
    }

    /** Whether the whole interval lies above 0. */
    public boolean isAboveZero() {
        return low > 0;
    }

    /** Whether the whole interval lies below 0. */
    public boolean isBelowZero() {
        return high < 0;
    }

    /** Returns mean and ends by name, without ends where nothing tells. */
    public Map<String, Double> values() {
        return isKnown() ? Map.of("mean", mean, "low", low, "high", high) : Map.of("mean", mean);
    }

    /** The mean alone or with its ends, such as {@code 41.20 [40.11, 42.29]}. */
    @Override
    public String toString() {
        return isKnown()
                ? String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", mean, low, high)
                : String.format(Locale.ROOT, "%.2f", mean);
    }
}
