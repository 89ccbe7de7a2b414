package io.github.hcsc.train.accept;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an acceptance run found.
 *
 * @param facts what was examined, and where
 * @param checks what was asked
 * @param benches how fast it is, empty where that was not asked
 */
public record AcceptanceReport(Map<String, String> facts, List<Check> checks, List<Bench> benches) {

    /** Keeps the order of the facts. */
    public AcceptanceReport {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        checks = List.copyOf(checks);
        benches = List.copyOf(benches);
    }

    /** Returns whether all is as asked. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** Returns a table. */
    public String inWords() {
        StringBuilder text = new StringBuilder();
        facts.forEach((name, fact) -> text.append(String.format(Locale.ROOT, "%-10s %s%n", name, fact)));
        int width =
                checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        int bounds =
                checks.stream().mapToInt(check -> check.bound().length()).max().orElse(0);
        String row = "%-4s %-" + width + "s  %-" + bounds + "s  %s%n";
        text.append(String.format(Locale.ROOT, row, "", "check", "bound", "measured"));
        for (Check check : checks) {
            text.append(String.format(
                    Locale.ROOT, row, check.passed() ? "ok" : "BAD", check.name(), check.bound(), check.measured()));
        }
        benches.forEach(bench -> text.append(String.format(
                Locale.ROOT,
                "time %-" + width + "s  %.4g s, %.4g %s per second%n",
                bench.name(),
                bench.seconds(),
                bench.perSecond(),
                bench.unit())));
        long failed = checks.stream().filter(check -> !check.passed()).count();
        text.append(
                failed == 0
                        ? "All " + checks.size() + " checks passed."
                        : failed + " of " + checks.size() + " failed.");
        return text.toString();
    }

    /** Returns the same for a program. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>(facts);
        values.put("passed", passed());
        values.put("checks", checks);
        values.put("benches", benches);
        return values;
    }
}
