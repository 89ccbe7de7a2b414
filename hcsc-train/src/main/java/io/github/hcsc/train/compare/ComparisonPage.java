package io.github.hcsc.train.compare;

import static io.github.hcsc.train.page.HtmlPage.escape;

import io.github.hcsc.train.compare.Outcome.Point;
import io.github.hcsc.train.eval.Interval;
import io.github.hcsc.train.page.HtmlPage;
import io.github.hcsc.train.page.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A comparison as one HTML page: tables, differences, and curves over epochs and processor time.
 *
 * @param comparison what was compared
 * @param summary what came of it so far
 */
public record ComparisonPage(Comparison comparison, Summary summary) {

    /** The page's name in the folder of the comparison. */
    public static final String FILE = "compare.html";

    /**
     * Writes the page.
     *
     * @param file replaced as a whole
     */
    public void write(Path file) throws IOException {
        new HtmlPage("Comparison")
                .style(HtmlPage.resource(HtmlPage.class, "page.css"))
                .style(HtmlPage.resource(ComparisonPage.class, "compare.css"))
                .html(HtmlPage.fill(
                        HtmlPage.resource(ComparisonPage.class, "compare.html"),
                        Map.of(
                                "state", escape(state()),
                                "figures", figures(),
                                "differences", differences(),
                                "key", key(),
                                "charts", charts(),
                                "arms", arms())))
                .write(file);
    }

    private String state() {
        return summary.outcomes().size() + " of " + comparison.runs() + " runs are done; seeds " + comparison.seeds();
    }

    private String figures() {
        StringBuilder rows = new StringBuilder(row("th", "kNN top-1 in %", titles(), "CPU minutes"));
        rows.append(row("td", "untrained", level -> summary.untrained(level).toString(), ""));
        for (Arm arm : summary.arms()) {
            rows.append(row(
                    "td",
                    arm.name() + " (" + summary.seeds(arm).size() + ")",
                    level -> summary.reached(arm, level).toString(),
                    minutes(summary.cpuMinutes(arm))));
        }
        return rows.toString();
    }

    private String differences() {
        StringBuilder rows = new StringBuilder(
                row("th", "Points above " + summary.arms().get(0).name(), titles(), ""));
        for (Arm arm : summary.arms().subList(1, summary.arms().size())) {
            for (Summary.At at : Summary.At.values()) {
                rows.append(row(
                        "td",
                        arm.name() + (at == Summary.At.END ? ", at the end" : ", at equal CPU time"),
                        level -> summary.difference(arm, level, at)
                                .map(Interval::toString)
                                .orElse("–"),
                        ""));
            }
        }
        return rows.toString();
    }

    private Function<String, String> titles() {
        return Summary::title;
    }

    private String row(String cell, String name, Function<String, String> figure, String last) {
        String figures = summary.levels().stream()
                .map(level -> "<" + cell + " class=\"number\">" + escape(figure.apply(level)) + "</" + cell + ">")
                .collect(Collectors.joining());
        String end = "<" + cell + " class=\"number\">" + escape(last) + "</" + cell + ">";
        return "<tr><th scope=\"row\">" + escape(name) + "</th>" + figures + end + "</tr>";
    }

    private static String minutes(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    private String key() {
        List<Arm> arms = summary.arms();
        return IntStream.range(0, arms.size())
                .mapToObj(i -> "<li><i class=\"line" + i % LineChart.COLOURS + "\"></i>"
                        + escape(arms.get(i).name()) + "</li>")
                .collect(Collectors.joining());
    }

    private String charts() {
        return summary.levels().stream()
                .map(level -> chart(level, "epochs", Point::epoch)
                        + (timed() ? chart(level, "CPU minutes", Point::cpuMinutes) : ""))
                .collect(Collectors.joining());
    }

    private boolean timed() {
        return summary.outcomes().stream()
                .noneMatch(outcome -> Double.isNaN(outcome.last().cpuMinutes()));
    }

    /** A faint curve of each run, and one of the mean of an arm's runs, measurement by measurement. */
    private String chart(String level, String across, ToDoubleFunction<Point> place) {
        LineChart chart = new LineChart("kNN by " + Summary.title(level) + " in %", across);
        List<Arm> arms = summary.arms();
        for (int colour = 0; colour < arms.size(); colour++) {
            Arm arm = arms.get(colour);
            List<Outcome> runs = summary.runs(arm);
            int points =
                    runs.stream().mapToInt(run -> run.course().size()).min().orElseThrow();
            for (Outcome run : runs.size() > 1 ? runs : List.<Outcome>of()) {
                List<Outcome> one = List.of(run);
                chart.line(
                        arm.name() + ", seed " + run.seed(),
                        colour,
                        true,
                        means(one, points, place),
                        means(one, points, point -> value(point, level)));
            }
            chart.line(
                    arm.name(),
                    colour,
                    false,
                    means(runs, points, place),
                    means(runs, points, point -> value(point, level)));
        }
        return chart.html();
    }

    private static double value(Point point, String level) {
        return Objects.requireNonNullElse(point.knn().get(level), 0.0);
    }

    private static double[] means(List<Outcome> runs, int points, ToDoubleFunction<Point> figure) {
        return IntStream.range(0, points)
                .mapToDouble(i -> runs.stream()
                        .mapToDouble(run -> figure.applyAsDouble(run.course().get(i)))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0))
                .toArray();
    }

    private String arms() {
        return comparison.arms().stream()
                .map(arm -> "<dt>" + escape(arm.name()) + "</dt><dd><code>"
                        + escape(
                                arm.settings().isEmpty()
                                        ? "the common configuration"
                                        : String.join(" ", arm.settings()))
                        + "</code></dd>")
                .collect(Collectors.joining());
    }
}
