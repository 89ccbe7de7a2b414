package io.github.hcsc.train.cli;

import io.github.hcsc.train.demo.Demo.Accuracy;
import io.github.hcsc.train.demo.Demo.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The demo's table. */
final class DemoReport {

    private DemoReport() {}

    static Report of(Outcome outcome, Path run, double seconds) {
        Map<String, Accuracy> rows = new LinkedHashMap<>();
        rows.put("raw pixels", outcome.pixels());
        rows.put("untrained encoder", outcome.untrained());
        rows.put("HCSC", outcome.trained());
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-34s %10s %10s %10s%n",
                "kNN top-1 in % at the level of",
                "27 leaves",
                "9 shapes",
                "3 families"));
        rows.forEach((name, accuracy) -> text.append(String.format(
                Locale.ROOT,
                "%-34s %10.1f %10.1f %10.1f%n",
                name,
                accuracy.leaf(),
                accuracy.middle(),
                accuracy.top())));
        text.append(String.format(Locale.ROOT, "%.0f seconds; the run is in %s", seconds, run));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", run.toString());
        values.put("seconds", seconds);
        rows.forEach(values::put);
        return new Report(text.toString(), values);
    }
}
