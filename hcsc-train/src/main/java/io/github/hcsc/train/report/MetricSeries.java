package io.github.hcsc.train.report;

import io.github.hcsc.train.metrics.MetricsRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The values of one metric in the order in which they were measured.
 *
 * @param values the values; those that are no numbers are left out
 * @param epochs the epoch of each value
 */
@SuppressWarnings("ArrayRecordComponent")
record MetricSeries(double[] values, int[] epochs) {

    static MetricSeries of(List<MetricsRecord> records, String name) {
        List<MetricsRecord> some = records.stream()
                .filter(record -> Double.isFinite(
                        Objects.requireNonNullElse(record.values().get(name), Double.NaN)))
                .toList();
        return new MetricSeries(
                some.stream()
                        .mapToDouble(
                                record -> Objects.requireNonNull(record.values().get(name)))
                        .toArray(),
                some.stream().mapToInt(MetricsRecord::epoch).toArray());
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    double first() {
        return values[0];
    }

    double last() {
        return values[values.length - 1];
    }

    /** Returns the mean of the last part of the values, at least of one. */
    double meanOfLast(double share) {
        int count = Math.max(1, (int) Math.round(share * values.length));
        return Arrays.stream(values, values.length - count, values.length)
                .average()
                .orElseThrow();
    }

    /** Returns which value is the largest, the first of several. */
    int best() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    double smallest() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double largest() {
        return Arrays.stream(values).max().orElseThrow();
    }
}
