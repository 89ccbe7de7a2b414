package io.github.hcsc.train.compare;

import io.github.hcsc.train.eval.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The outcomes of a comparison side by side.
 *
 * @param outcomes of the finished runs
 */
public record Summary(List<Outcome> outcomes) {

    /** When the runs of an arm are held against those of the first one. */
    public enum At {
        /** After the last epoch of each. */
        END,
        /** When the cheaper of both runs ended, on the line between measurements of the other. */
        EQUAL_CPU
    }

    /** Copies the outcomes. */
    public Summary {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the arms that have finished runs, in the order in which they ran. */
    public List<Arm> arms() {
        return outcomes.stream().map(Outcome::arm).distinct().toList();
    }

    /** Returns the levels of labels, the classes first. */
    public List<String> levels() {
        Set<String> levels = new LinkedHashSet<>();
        levels.add(Outcome.CLASSES);
        outcomes.forEach(outcome ->
                levels.addAll(outcome.last().knn().keySet().stream().sorted().toList()));
        return List.copyOf(levels);
    }

    /** Returns what a level is called. */
    public static String title(String level) {
        return level.equals(Outcome.CLASSES) ? "class" : level.substring("knn_".length());
    }

    /** Returns the figures of the untrained encoders, one of each seed. */
    public Interval untrained(String level) {
        Map<Integer, Double> bySeed = new LinkedHashMap<>();
        outcomes.forEach(outcome ->
                bySeed.putIfAbsent(outcome.seed(), outcome.first().knn().getOrDefault(level, Double.NaN)));
        return interval(List.copyOf(bySeed.values()));
    }

    /** Returns the figures of an arm's last epochs over its seeds. */
    public Interval reached(Arm arm, String level) {
        return interval(values(arm, outcome -> outcome.reached(level)));
    }

    /** Returns the mean processor time of an arm's runs in minutes, not-a-number if it was not counted. */
    public double cpuMinutes(Arm arm) {
        return values(arm, outcome -> outcome.last().cpuMinutes()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /** Returns the seeds that an arm has finished. */
    public List<Integer> seeds(Arm arm) {
        return runs(arm).stream().map(Outcome::seed).toList();
    }

    List<Outcome> runs(Arm arm) {
        return outcomes.stream().filter(outcome -> outcome.arm().equals(arm)).toList();
    }

    /**
     * Returns the mean difference between an arm and the first one over the seeds of both, in points.
     *
     * @return none without such a seed, or where processor time was not counted
     */
    public Optional<Interval> difference(Arm arm, String level, At at) {
        Map<Integer, Outcome> base =
                runs(arms().get(0)).stream().collect(Collectors.toMap(Outcome::seed, outcome -> outcome));
        List<Double> differences = new ArrayList<>();
        for (Outcome own : runs(arm)) {
            Outcome other = base.get(own.seed());
            if (other != null) {
                differences.add(difference(own, other, level, at));
            }
        }
        boolean known = !differences.isEmpty() && differences.stream().noneMatch(value -> value.isNaN());
        return known ? Optional.of(interval(differences)) : Optional.empty();
    }

    private static double difference(Outcome own, Outcome other, String level, At at) {
        if (at == At.END) {
            return own.reached(level) - other.reached(level);
        }
        double minutes = Math.min(own.last().cpuMinutes(), other.last().cpuMinutes());
        return Double.isNaN(minutes) ? Double.NaN : own.reachedAt(level, minutes) - other.reachedAt(level, minutes);
    }

    private List<Double> values(Arm arm, ToDoubleFunction<Outcome> figure) {
        return runs(arm).stream().map(figure::applyAsDouble).toList();
    }

    private static Interval interval(List<Double> values) {
        return Interval.ofMean(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
