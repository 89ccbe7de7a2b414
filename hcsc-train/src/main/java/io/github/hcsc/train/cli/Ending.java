package io.github.hcsc.train.cli;

import io.github.hcsc.train.checkpoint.BestMeasure;
import io.github.hcsc.train.checkpoint.Checkpoints;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.report.RunReport;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.text.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is said at the end of a run: what was reached, whether it is to be trusted, and what to type next.
 *
 * @param run the folder of the run
 * @param report what is known of it
 * @param done whether its last epoch is done
 * @param left how long the rest takes by the pace so far, where there is a rest and a pace
 * @param resume the command that goes on with it
 */
record Ending(Path run, RunReport report, boolean done, Optional<Duration> left, String resume) {
    private static final Map<String, String> COURSES = new LinkedHashMap<>();

    static {
        COURSES.put("knn_top1", "kNN top-1 in %");
        COURSES.put("features_effective_rank", "effective rank of the features");
        COURSES.put("embeddings_effective_rank", "of the embeddings");
        COURSES.put("effective_rank", "effective rank");
        COURSES.put("loss", "loss");
    }

    Report inWords(double seconds) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", run.toString());
        values.put("finished", done);
        values.put("report", run.resolve(RunReport.FILE).toString());
        values.put("epochs", report.config().schedule().epochs());
        values.put("epochsDone", report.epochs());
        left.ifPresent(time -> values.put("secondsLeft", time.toSeconds()));
        values.put("seconds", seconds);
        String reached = reached(values);
        String verdict = verdict();
        values.put("verdict", verdict);
        health().ifPresent(health -> values.put("health", health.toString()));
        values.put("next", next());
        return new Report(String.join(System.lineSeparator(), List.of(reached, verdict, "next: " + next())), values);
    }

    private String reached(Map<String, Object> values) {
        List<String> parts = new ArrayList<>();
        COURSES.forEach((name, words) -> {
            List<Double> course = course(name);
            if (!course.isEmpty()) {
                double first = course.get(0);
                double last = course.get(course.size() - 1);
                values.put(name + "_first", first);
                values.put(name, last);
                String before = course.size() == 1 ? "" : String.format(Locale.ROOT, "%.4g -> ", first);
                parts.add(String.format(Locale.ROOT, "%s %s%.4g", words, before, last));
            }
        });
        String state = done
                ? "finished, the encoder is in " + run.resolve("encoder") + best(values)
                : "stopped after " + report.epochs() + " of "
                        + report.config().schedule().epochs() + " epochs"
                        + left.map(time -> ", " + TimeSpan.inWords(time) + " are missing")
                                .orElse("");
        return state + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private String best(Map<String, Object> values) {
        Optional<BestMeasure> best = best();
        best.ifPresent(measure -> values.put("best_epoch", measure.epoch()));
        return best.map(measure -> " with the weights of " + measure.inWords() + ", which measured best")
                .orElse("");
    }

    /** Until the weights that the encoder has. */
    private List<MetricsRecord> records() {
        int last = best().filter(measure -> done).map(BestMeasure::epoch).orElse(Integer.MAX_VALUE);
        return report.metrics().stream()
                .filter(record -> record.epoch() <= last)
                .toList();
    }

    private Optional<BestMeasure> best() {
        return BestMeasure.of(Checkpoints.best(run.resolve("checkpoints")));
    }

    private Optional<HealthVerdict> health() {
        return HealthVerdict.ofNewest(
                records().stream().filter(record -> record.epoch() > 0).toList());
    }

    /** One sentence; all that the report remarks is on its page. */
    private String verdict() {
        List<Remark> warnings =
                report.remarks().stream().filter(Remark::warning).toList();
        if (!warnings.isEmpty()) {
            return "not to be trusted as it is: " + warnings.get(0).text() + " All remarks are in "
                    + run.resolve(RunReport.FILE);
        }
        if (report.epochs() == 0) {
            return "not trained yet, so there is nothing to trust; look at " + run.resolve(RunReport.FILE);
        }
        return health().map(health -> "to be trusted (" + health + ")").orElse("not measured, so trusted unseen")
                + "; look at " + run.resolve(RunReport.FILE);
    }

    private String next() {
        return done
                ? "hcsc embed --run " + quoted(run) + " --data "
                        + quoted(report.config().data().path()) + " --out features.npy"
                : resume;
    }

    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Losses grow by those of the prototypes once there are any: only those compare. */
    private List<Double> course(String name) {
        List<MetricsRecord> records = records();
        List<MetricsRecord> since = records.stream()
                .dropWhile(record -> record.values().getOrDefault("prototype_loss", 0.0) == 0)
                .toList();
        return (name.equals("loss") && !since.isEmpty() ? since : records)
                .stream()
                        .flatMap(record -> Optional.ofNullable(record.values().get(name)).stream())
                        .toList();
    }
}
