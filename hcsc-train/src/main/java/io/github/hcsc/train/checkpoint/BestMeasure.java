package io.github.hcsc.train.checkpoint;

import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.train.metrics.MetricGroup;
import io.github.hcsc.train.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The measurement for which weights are kept as the best.
 *
 * @param measure the metric
 * @param value its value, the higher the better
 * @param epoch epochs done
 * @param step steps done
 */
public record BestMeasure(String measure, double value, int epoch, long step) {
    private static final String RANK = "features_effective_rank";
    private static final String PREFIX = "hcsc.best_";

    /** Returns what decides among some values: the first kNN accuracy, else the effective rank of the features, if it is a number. */
    public static Optional<BestMeasure> in(Map<String, Double> values, int epoch, long step) {
        String measure = values.keySet().stream()
                .filter(name -> MetricGroup.of(name) == MetricGroup.KNN)
                .findFirst()
                .orElse(RANK);
        return Optional.ofNullable(values.get(measure))
                .filter(Double::isFinite)
                .map(value -> new BestMeasure(measure, value, epoch, step));
    }

    /**
     * Reads the measurement that is written beside weights.
     *
     * @return none if there is no such file, or it does not say
     * @throws RunException if the file cannot be read
     */
    public static Optional<BestMeasure> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Map<String, String> remarks = Safetensors.read(file).metadata();
            return Optional.of(new BestMeasure(
                    word(remarks, "measure"),
                    Double.parseDouble(word(remarks, "value")),
                    Integer.parseInt(word(remarks, "epoch")),
                    Long.parseLong(word(remarks, "step"))));
        } catch (IOException e) {
            throw unreadable(file, FileProblem.of(e), e);
        } catch (NumberFormatException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static RunException unreadable(Path file, String reason, Exception cause) {
        return new RunException(
                "the best weights in " + file + " cannot be read: " + reason
                        + ". Delete the file to go on without them.",
                cause);
    }

    private static String word(Map<String, String> remarks, String name) {
        String word = remarks.get(PREFIX + name);
        if (word == null || !word.matches("[\\w.+-]{1,60}")) {
            throw new NumberFormatException("it does not say its " + name);
        }
        return word;
    }

    /** Returns what is written beside the weights. */
    public Map<String, String> remarks() {
        Map<String, String> remarks = new LinkedHashMap<>();
        remarks.put(PREFIX + "measure", measure);
        remarks.put(PREFIX + "value", "" + value);
        remarks.put(PREFIX + "epoch", "" + epoch);
        remarks.put(PREFIX + "step", "" + step);
        return remarks;
    }

    /** Whether weights of this epoch may be the best: trained ones, and by their rank only those of the second half. */
    public boolean counts(int epochs) {
        return epoch > 0 && (!measure.equals(RANK) || 2 * epoch >= epochs);
    }

    /** Whether this is better than another, or the same measured again. */
    public boolean replaces(BestMeasure other) {
        return value > other.value || step == other.step || !measure.equals(other.measure);
    }

    /** Returns when and what, such as {@code epoch 12 (knn_top1 45.2)}. */
    public String inWords() {
        return String.format(Locale.ROOT, "epoch %d (%s %.4g)", epoch, measure, value);
    }
}
