package io.github.hcsc.train.report;

import io.github.hcsc.train.metrics.MetricsRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Curves over the same steps, few enough points for a page.
 *
 * @param title what they show
 * @param note one sentence on how to read them
 * @param names the metrics
 * @param steps the step of each point
 * @param epochs the epoch of each point
 * @param values for each metric the value of each point, not-a-number where there is none
 * @param merged records in each point, of which it is the mean
 */
record Chart(
        String title,
        String note,
        List<String> names,
        List<Long> steps,
        List<Integer> epochs,
        List<double[]> values,
        int merged) {

    /**
     * Draws curves.
     *
     * @param names the metrics to show, where they occur
     * @param records all measurements
     * @param most points at most
     */
    static Chart of(String title, String note, List<String> names, List<MetricsRecord> records, int most) {
        List<MetricsRecord> some = records.stream()
                .filter(record -> names.stream().anyMatch(record.values()::containsKey))
                .toList();
        int merged = Math.max(1, (some.size() + most - 1) / most);
        List<Long> steps = new ArrayList<>();
        List<Integer> epochs = new ArrayList<>();
        for (int start = 0; start < some.size(); start += merged) {
            MetricsRecord last = some.get(Math.min(some.size(), start + merged) - 1);
            steps.add(last.step());
            epochs.add(last.epoch());
        }
        List<double[]> values = names.stream()
                .map(name -> IntStream.range(0, steps.size())
                        .mapToDouble(point ->
                                mean(some.subList(point * merged, Math.min(some.size(), (point + 1) * merged)), name))
                        .toArray())
                .toList();
        return new Chart(title, note, names, steps, epochs, values, merged);
    }

    /** Leaves out metrics that are never measured or always 0. */
    Chart withoutIdle() {
        List<Integer> kept = IntStream.range(0, names.size())
                .filter(i -> Arrays.stream(values.get(i)).anyMatch(value -> !Double.isNaN(value) && value != 0))
                .boxed()
                .toList();
        return new Chart(
                title,
                note,
                kept.stream().map(names::get).toList(),
                steps,
                epochs,
                kept.stream().map(values::get).toList(),
                merged);
    }

    boolean isEmpty() {
        return steps.isEmpty() || names.isEmpty();
    }

    /** Returns what {@code report.js} reads. */
    Map<String, Object> toData() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", title);
        data.put("note", note);
        data.put("names", names);
        data.put("steps", steps);
        data.put("epochs", epochs);
        data.put("values", values.stream().map(Chart::rounded).toList());
        data.put("merged", merged);
        return data;
    }

    private static double mean(List<MetricsRecord> records, String name) {
        return records.stream()
                .map(record -> record.values().get(name))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** Six digits are more than a screen shows; JSON knows no number that is none. */
    private static List<BigDecimal> rounded(double[] values) {
        List<BigDecimal> rounded = new ArrayList<>();
        for (double value : values) {
            rounded.add(Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(6)) : null);
        }
        return rounded;
    }
}
