package io.github.hcsc.train.audit;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The middle of some values. */
final class Median {

    private Median() {}

    /** Returns the median, the mean of the middle two of an even number, none of no value. */
    static OptionalDouble of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
}
