package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.Cancellation.Cancelled;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is measured between epochs.
 *
 * @param probe measures the encoder
 * @param progress is told
 */
record Measurement(Probe probe, TrainingProgress progress) {

    void take(TrainingState state, MetricsLog metrics) {
        Position position = state.position();
        try (NDManager scope = state.manager().newSubManager()) {
            Map<String, Double> values = probe.measure(scope, state.learner().trained());
            metrics.append(new MetricsRecord(position.step(), position.epoch(), values));
            progress.message("epoch " + position.epoch() + ": " + inWords(values));
        } catch (Cancelled e) {
            progress.message("epoch " + position.epoch() + " is not measured: asked to stop");
        }
    }

    private static String inWords(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.4g", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
