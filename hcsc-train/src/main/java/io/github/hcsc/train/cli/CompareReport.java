package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Method;
import io.github.hcsc.train.compare.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The table of a comparison. */
final class CompareReport {

    private CompareReport() {}

    static Report of(List<Outcome> outcomes, List<Method> methods, int wanted, Path folder) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-16s %11s   %-20s %12s %12s%n",
                "kNN top-1 in %",
                "mean",
                "by seed",
                "minutes",
                "CPU min"));
        if (!outcomes.isEmpty()) {
            text.append(row("untrained", outcomes, Outcome::untrained)).append("\n");
        }
        for (Method method : methods) {
            List<Outcome> own = outcomes.stream()
                    .filter(outcome -> outcome.method().equals(method.word()))
                    .toList();
            if (!own.isEmpty()) {
                text.append(row(method.title(), own, Outcome::trained))
                        .append(String.format(
                                Locale.ROOT,
                                " %12.1f %12.1f%n",
                                mean(own, Outcome::seconds) / 60,
                                mean(own, Outcome::cpuSeconds) / 60));
            }
        }
        boolean done = outcomes.size() == wanted;
        text.append(
                done
                        ? "the runs are in " + folder
                        : outcomes.size() + " of " + wanted + " runs are done; give the same command again to go on");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("folder", folder.toString());
        values.put("finished", done);
        values.put("outcomes", outcomes);
        return new Report(text.toString(), values);
    }

    private static String row(String title, List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        Map<Integer, Double> bySeed = new LinkedHashMap<>();
        outcomes.forEach(outcome -> bySeed.putIfAbsent(outcome.seed(), figure.applyAsDouble(outcome)));
        String each = bySeed.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.2f", value))
                .collect(Collectors.joining("  "));
        return String.format(Locale.ROOT, "%-16s %11.2f   %-20s", title, mean(outcomes, figure), each);
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
