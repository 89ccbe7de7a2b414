package io.github.hcsc.train;

import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The losses that a run has logged, beside those that are computed again: whether they are the same to the bit. */
final class LoggedLosses {

    private final Map<Long, Map<String, Double>> logged = new HashMap<>();
    private int compared;
    private Optional<String> difference = Optional.empty();

    private LoggedLosses(List<MetricsRecord> records) {
        records.stream()
                .filter(record -> record.values().containsKey(LossMeter.TOTAL))
                .forEach(record -> logged.put(record.step(), record.values()));
    }

    static LoggedLosses of(RunDirectory run) {
        Path file = run.metrics();
        return new LoggedLosses(Files.exists(file) ? MetricsLog.read(file) : List.of());
    }

    /** Compares means that end with a step; what was not logged counts for nothing. */
    void compare(long step, Map<String, Double> means) {
        Map<String, Double> before = logged.getOrDefault(step, Map.of());
        if (before.isEmpty()) {
            return;
        }
        compared++;
        means.forEach((name, mean) -> {
            Double was = before.getOrDefault(name, mean);
            if (difference.isEmpty() && !was.equals(mean)) {
                difference = Optional.of(name + " up to step " + step + " was " + was + " and is " + mean);
            }
        });
    }

    /** Returns how many records were compared. */
    int compared() {
        return compared;
    }

    /** Returns the first value that differs, in words. */
    Optional<String> difference() {
        return difference;
    }
}
