package io.github.hcsc.train.eval.worth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One sentence on whether an encoder was worth it. */
public final class Advice {
    private Advice() {}

    /**
     * Sums up results at several budgets.
     *
     * @param results at least one
     */
    public static String of(List<WorthResult> results) {
        List<WorthResult> ahead =
                results.stream().filter(result -> result.lead().isAboveZero()).toList();
        List<WorthResult> behind =
                results.stream().filter(result -> result.lead().isBelowZero()).toList();
        List<WorthResult> even = results.stream()
                .filter(result -> !ahead.contains(result) && !behind.contains(result))
                .toList();
        List<String> parts = new ArrayList<>();
        if (!ahead.isEmpty()) {
            parts.add(budgets(ahead) + " it is ahead of the best other, " + rivals(ahead) + ", by " + points(ahead));
        }
        if (!even.isEmpty()) {
            parts.add(budgets(even) + " it cannot be told from the best other, " + rivals(even));
        }
        if (!behind.isEmpty()) {
            parts.add(budgets(behind) + " it is " + points(behind) + " behind " + rivals(behind)
                    + ": take that, or begin a run from trained weights (--init)");
        }
        return verdict(!ahead.isEmpty(), !behind.isEmpty()) + String.join("; ", parts) + ".";
    }

    private static String verdict(boolean ahead, boolean behind) {
        if (ahead) {
            return behind ? "Worth it with some numbers of labels: " : "Worth it: ";
        }
        return behind ? "Not worth it: " : "Not shown to be worth it: ";
    }

    private static String budgets(List<WorthResult> some) {
        return "with labels of " + each(some, result -> result.budget().toString());
    }

    private static String rivals(List<WorthResult> some) {
        return each(some, result -> result.rival().name());
    }

    private static String points(List<WorthResult> some) {
        return each(
                        some,
                        result -> String.format(
                                Locale.ROOT, "%.1f", Math.abs(result.lead().mean())))
                + " points";
    }

    private static String each(List<WorthResult> some, Function<WorthResult, String> word) {
        return some.stream().map(word).distinct().collect(Collectors.joining(", "));
    }
}
