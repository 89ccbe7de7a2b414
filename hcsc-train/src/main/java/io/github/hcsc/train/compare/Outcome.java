package io.github.hcsc.train.compare;

import io.github.hcsc.train.metrics.CpuClock;
import io.github.hcsc.train.metrics.MetricGroup;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What one run of a comparison came to.
 *
 * @param arm how it was trained
 * @param seed origin of its random numbers
 * @param course its measurements in order, the first before training
 */
public record Outcome(Arm arm, int seed, List<Point> course) {

    /** Where a figure is when no other is named: kNN of the classes. */
    public static final String CLASSES = "knn_top1";

    private static final String TOP5 = "knn_top5";

    /**
     * A measurement.
     *
     * @param epoch epochs done
     * @param cpuMinutes processor time of training so far, not-a-number of runs that did not count it
     * @param knn kNN top-1 in per cent by level
     */
    public record Point(int epoch, double cpuMinutes, Map<String, Double> knn) {}

    /** Copies the course. */
    public Outcome {
        course = List.copyOf(course);
    }

    static Outcome read(Arm arm, int seed, Path run) {
        List<Point> course = MetricsLog.read(run.resolve("metrics.jsonl")).stream()
                .filter(record -> record.values().containsKey(CLASSES))
                .map(Outcome::point)
                .toList();
        return new Outcome(arm, seed, course);
    }

    private static Point point(MetricsRecord record) {
        return new Point(
                record.epoch(),
                record.values().getOrDefault(CpuClock.MINUTES, Double.NaN),
                record.values().entrySet().stream()
                        .filter(value -> MetricGroup.of(value.getKey()) == MetricGroup.KNN
                                && !value.getKey().equals(TOP5))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    Point first() {
        return course.get(0);
    }

    Point last() {
        return course.get(course.size() - 1);
    }

    /** Returns a figure of the last measurement. */
    double reached(String level) {
        return Objects.requireNonNullElse(last().knn().get(level), Double.NaN);
    }

    /** Returns a figure after some minutes, on the line between the measurements around; the last one's beyond all. */
    double reachedAt(String level, double cpuMinutes) {
        for (int i = 1; i < course.size(); i++) {
            Point before = course.get(i - 1);
            Point after = course.get(i);
            if (cpuMinutes <= after.cpuMinutes()) {
                double share = Math.max(0, cpuMinutes - before.cpuMinutes())
                        / Math.max(1e-12, after.cpuMinutes() - before.cpuMinutes());
                return (1 - share) * value(before, level) + share * value(after, level);
            }
        }
        return reached(level);
    }

    private static double value(Point point, String level) {
        return point.knn().getOrDefault(level, Double.NaN);
    }
}
