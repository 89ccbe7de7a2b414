package io.github.hcsc.train.metrics;

import java.util.List;
import java.util.Locale;

/** What a metric is about, told by its name: how curves are put together for people. */
public enum MetricGroup {
    /** What is minimised, and how well it goes. */
    LOSS,
    /** How often the nearest images have the right class. */
    KNN,
    /** What embeddings reveal without labels. */
    HEALTH,
    /** The share of images that changed their prototype. */
    DRIFT,
    /** Steps of the optimiser. */
    LEARNING_RATE,
    /** Images per second, waiting for data, and processor time. */
    SPEED,
    /** Seconds that parts of an epoch took. */
    TIME,
    /** Where a run stopped being finite: single values, no curves. */
    NONFINITE,
    /** Whatever else a run measures. */
    OTHER;

    private static final List<String> HEALTH_FIGURES = List.of("effective_rank", "rank_share", "spread", "uniformity");

    /** Returns the group of a metric. */
    public static MetricGroup of(String metric) {
        if (metric.equals("loss") || metric.endsWith("_loss") || metric.equals("instance_accuracy")) {
            return LOSS;
        }
        if (metric.startsWith("knn_")) {
            return KNN;
        }
        if (metric.startsWith("drift_")) {
            return DRIFT;
        }
        if (metric.startsWith("nonfinite_")) {
            return NONFINITE;
        }
        if (metric.endsWith("_seconds")) {
            return TIME;
        }
        if (HEALTH_FIGURES.stream().anyMatch(figure -> metric.equals(figure) || metric.endsWith("_" + figure))) {
            return HEALTH;
        }
        return switch (metric) {
            case "learning_rate" -> LEARNING_RATE;
            case Pace.SPEED, Pace.WAITING, CpuClock.MINUTES -> SPEED;
            default -> OTHER;
        };
    }

    /** Returns the metric's name under its group, such as {@code loss/prototype_loss}. */
    public static String path(String metric) {
        return of(metric).name().toLowerCase(Locale.ROOT) + "/" + metric;
    }
}
