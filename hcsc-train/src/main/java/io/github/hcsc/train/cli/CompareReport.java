package io.github.hcsc.train.cli;

import io.github.hcsc.train.compare.Arm;
import io.github.hcsc.train.compare.Comparison;
import io.github.hcsc.train.compare.ComparisonPage;
import io.github.hcsc.train.compare.Outcome;
import io.github.hcsc.train.compare.Summary;
import io.github.hcsc.train.eval.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of a comparison. */
record CompareReport(Comparison comparison, Summary summary, Path folder) {

    Report inWords() {
        boolean done = summary.outcomes().size() == comparison.runs();
        List<String> lines = new ArrayList<>();
        if (!summary.outcomes().isEmpty()) {
            lines.addAll(figures());
            lines.addAll(differences());
        }
        lines.add(
                done
                        ? "the page is " + folder.resolve(ComparisonPage.FILE) + ", the runs are beside it"
                        : summary.outcomes().size() + " of " + comparison.runs()
                                + " runs are done; give the same command again to go on");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("folder", folder.toString());
        values.put("page", folder.resolve(ComparisonPage.FILE).toString());
        values.put("finished", done);
        values.put("arms", summary.arms().stream().map(this::values).toList());
        values.put(
                "outcomes",
                summary.outcomes().stream().map(CompareReport::values).toList());
        return new Report(String.join(System.lineSeparator(), lines), values);
    }

    private List<String> figures() {
        List<String> lines = new ArrayList<>();
        lines.add(row("kNN top-1 in %, 95 % interval", Summary::title) + "   CPU min");
        lines.add(row("untrained", level -> summary.untrained(level).toString()));
        for (Arm arm : summary.arms()) {
            double minutes = summary.cpuMinutes(arm);
            lines.add(row(arm.name(), level -> summary.reached(arm, level).toString())
                    + (Double.isNaN(minutes) ? "" : String.format(Locale.ROOT, " %9.1f", minutes)));
        }
        return lines;
    }

    private List<String> differences() {
        List<String> lines = new ArrayList<>();
        List<Arm> arms = summary.arms();
        for (Arm arm : arms.subList(1, arms.size())) {
            lines.add(arm.name() + " - " + arms.get(0).name() + " in points, " + seedsOfBoth(arm) + " seeds of both:");
            lines.add(row("  at the end", level -> difference(arm, level, Summary.At.END)));
            lines.add(row("  at equal CPU time", level -> difference(arm, level, Summary.At.EQUAL_CPU)));
        }
        return lines;
    }

    private long seedsOfBoth(Arm arm) {
        List<Integer> others = summary.seeds(summary.arms().get(0));
        return summary.seeds(arm).stream().filter(others::contains).count();
    }

    private String difference(Arm arm, String level, Summary.At at) {
        return summary.difference(arm, level, at).map(Interval::toString).orElse("-");
    }

    private String row(String name, Function<String, String> figure) {
        return String.format(Locale.ROOT, "%-30s", name)
                + summary.levels().stream()
                        .map(level -> String.format(Locale.ROOT, " %22s", figure.apply(level)))
                        .collect(Collectors.joining());
    }

    private Map<String, Object> values(Arm arm) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", arm.name());
        values.put("settings", arm.settings());
        values.put("seeds", summary.seeds(arm));
        putKnown(values, "cpuMinutes", summary.cpuMinutes(arm));
        values.put("knn", byLevel(level -> Optional.of(summary.reached(arm, level))));
        values.put("difference", byLevel(level -> summary.difference(arm, level, Summary.At.END)));
        values.put("differenceAtEqualCpu", byLevel(level -> summary.difference(arm, level, Summary.At.EQUAL_CPU)));
        return values;
    }

    private Map<String, Object> byLevel(Function<String, Optional<Interval>> figure) {
        Map<String, Object> values = new LinkedHashMap<>();
        summary.levels().forEach(level -> figure.apply(level).ifPresent(known -> values.put(level, known.values())));
        return values;
    }

    private static Map<String, Object> values(Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("method", outcome.arm().word());
        values.put("seed", outcome.seed());
        values.put(
                "course", outcome.course().stream().map(CompareReport::values).toList());
        return values;
    }

    private static Map<String, Object> values(Outcome.Point point) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epoch", point.epoch());
        putKnown(values, "cpuMinutes", point.cpuMinutes());
        values.put("knn", point.knn());
        return values;
    }

    private static void putKnown(Map<String, Object> values, String name, double value) {
        if (!Double.isNaN(value)) {
            values.put(name, value);
        }
    }
}
