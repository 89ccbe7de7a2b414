package io.github.hcsc.train.cli;

import io.github.hcsc.train.demo.Demo.LevelAccuracy;
import io.github.hcsc.train.demo.Demo.Outcome;
import io.github.hcsc.train.report.RunReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The demo's table. */
final class DemoReport {

    private DemoReport() {}

    static Report of(Outcome outcome, String method, Optional<Path> run, double seconds) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-34s %10s %10s %10s%n",
                "kNN top-1 in % at the level of",
                "27 leaves",
                "9 shapes",
                "3 families"));
        Map<String, Object> values = new LinkedHashMap<>();
        run.ifPresent(folder -> {
            values.put("run", folder.toString());
            values.put("report", folder.resolve(RunReport.FILE).toString());
        });
        values.put("seconds", seconds);
        values.put("method", method);
        values.put("pixels", outcome.pixels());
        text.append(row("raw pixels", outcome.pixels()));
        values.put("untrained", outcome.untrained());
        text.append(row("untrained encoder", outcome.untrained()));
        outcome.moco().ifPresent(moco -> {
            values.put("moco", moco);
            text.append(row("MoCo v2 (*)", moco.accuracy()));
        });
        values.put("trained", outcome.trained());
        text.append(row(method, outcome.trained()));
        outcome.moco()
                .ifPresent(moco -> text.append(String.format(
                        Locale.ROOT, "(*) kept from %s: %s; %s%n", moco.date(), moco.command(), moco.machine())));
        String place = run.map(folder -> "the run is in " + folder + ", look at " + folder.resolve(RunReport.FILE))
                .orElse("--out DIR keeps the run and its report");
        text.append(String.format(Locale.ROOT, "%.0f seconds; %s", seconds, place));
        return new Report(text.toString(), values);
    }

    private static String row(String name, LevelAccuracy accuracy) {
        return String.format(
                Locale.ROOT, "%-34s %10.1f %10.1f %10.1f%n", name, accuracy.leaf(), accuracy.middle(), accuracy.top());
    }
}
