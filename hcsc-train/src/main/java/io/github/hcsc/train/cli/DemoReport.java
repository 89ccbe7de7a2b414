package io.github.hcsc.train.cli;

import io.github.hcsc.train.demo.Demo.LevelAccuracy;
import io.github.hcsc.train.demo.Demo.Outcome;
import io.github.hcsc.train.prototypes.label.NamingTrial;
import io.github.hcsc.train.report.RunReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the demo shows at its end.
 *
 * @param task what was run
 * @param outcome what it found
 * @param beside what other methods reached, by their names
 */
record DemoReport(DemoTask task, Outcome outcome, Map<String, LevelAccuracy> beside) {

    Report inWords(double seconds) {
        return new Report(text(seconds), values(seconds));
    }

    private String text(double seconds) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-34s %10s %10s %10s%n",
                "kNN top-1 in % at the level of",
                "27 leaves",
                "9 shapes",
                "3 families"));
        text.append(row("raw pixels", outcome.pixels())).append(row("untrained encoder", outcome.untrained()));
        beside.forEach((name, accuracy) -> text.append(row(name, accuracy)));
        text.append(row(task.demo().config().methodName(), outcome.trained()));
        outcome.names().ifPresent(names -> text.append(named(names)));
        String place = task.out()
                .map(run -> "the run is in " + run + ", look at " + run.resolve(RunReport.FILE))
                .orElse("--out DIR keeps the run and its report");
        return text.append(String.format(Locale.ROOT, "%.0f seconds; %s", seconds, place))
                .toString();
    }

    private String named(NamingTrial.Outcome names) {
        return String.format(
                Locale.ROOT,
                "The names of %d nodes of the tree, each given after a look at 8 pictures, are right for %.1f %% of all"
                        + " pictures; as many names given to single pictures, and to others after the nearest of them, for"
                        + " %.1f %%.%nOpen %s to look through the tree.%n",
                names.named(),
                names.prototypes(),
                names.nearest(),
                task.page());
    }

    private Map<String, Object> values(double seconds) {
        Map<String, Object> values = new LinkedHashMap<>();
        task.out().ifPresent(run -> {
            values.put("run", run.toString());
            values.put("report", run.resolve(RunReport.FILE).toString());
        });
        values.put("seconds", seconds);
        values.put("method", task.demo().config().methodName());
        values.put("pixels", outcome.pixels());
        values.put("untrained", outcome.untrained());
        values.put("beside", beside);
        values.put("trained", outcome.trained());
        outcome.names().ifPresent(names -> {
            values.put("names", names);
            values.put("page", task.page().toString());
        });
        return values;
    }

    private static String row(String name, LevelAccuracy accuracy) {
        return String.format(
                Locale.ROOT, "%-34s %10.1f %10.1f %10.1f%n", name, accuracy.leaf(), accuracy.middle(), accuracy.top());
    }
}
