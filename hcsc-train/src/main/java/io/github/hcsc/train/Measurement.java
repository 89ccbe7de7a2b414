package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.Cancellation.Cancelled;
import io.github.hcsc.train.TrainingState.Position;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.metrics.CpuClock;
import io.github.hcsc.train.metrics.MetricsLog;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is measured between epochs.
 *
 * @param probe measures the encoder
 * @param best is offered the weights
 * @param cpu the processor time of training, which leaves out that of measurements
 * @param progress is told
 */
record Measurement(OnlineEvaluator probe, BestWeights best, CpuClock cpu, TrainingProgress progress) {

    void take(TrainingState state, MetricsLog metrics) {
        cpu.leaveOut(() -> measure(state, metrics));
    }

    /** Measures the untrained encoder, and says what that tells of the images. */
    void begin(TrainingState state, MetricsLog metrics, Outlook outlook) {
        cpu.leaveOut(() -> outlook.tell(state.manager(), measure(state, metrics)));
    }

    /** Returns what was measured, nothing if that was given up. */
    private Map<String, Double> measure(TrainingState state, MetricsLog metrics) {
        Position position = state.position();
        double minutes = cpu.minutes();
        try (NDManager scope = state.manager().newSubManager()) {
            Map<String, Double> values = probe.measure(scope, state.learner().trained());
            Map<String, Double> kept = new LinkedHashMap<>(values);
            kept.put(CpuClock.MINUTES, minutes);
            metrics.append(new MetricsRecord(position.step(), position.epoch(), kept));
            progress.message("epoch " + position.epoch() + ": " + inWords(values)
                    + HealthVerdict.of(values)
                            .map(health -> "; health: " + health)
                            .orElse(""));
            best.offer(values);
            return values;
        } catch (Cancelled e) {
            progress.message("epoch " + position.epoch() + " is not measured: asked to stop");
            return Map.of();
        }
    }

    private static String inWords(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.4g", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
