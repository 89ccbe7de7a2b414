package io.github.hcsc.train.report;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.config.StockMethod;
import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.eval.HealthVerdict.Grade;
import io.github.hcsc.train.metrics.MetricGroup;
import io.github.hcsc.train.metrics.MetricsRecord;
import io.github.hcsc.train.metrics.Pace;
import io.github.hcsc.train.report.RunReport.Remark;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.UnreadableImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the figures of a run mean, in words. */
final class Remarks {
    private static final double SLOW_DATA = 0.1;
    private static final double KNN_LOST = 2;
    private static final double RESTLESS = 0.5;
    private static final int EARLY = 10;

    private final PretrainConfig config;
    private final List<MetricsRecord> records;
    private final List<Remark> remarks = new ArrayList<>();

    private Remarks(PretrainConfig config, List<MetricsRecord> records) {
        this.config = config;
        this.records = records;
    }

    static List<Remark> of(
            PretrainConfig config,
            List<MetricsRecord> records,
            List<Provenance> processes,
            TreeFacts tree,
            UnreadableImages unreadable) {
        Remarks all = new Remarks(config, records);
        all.onDivergence();
        all.onHealth();
        all.onLearning();
        all.onPrototypes();
        all.onTree(tree);
        all.onAccuracy();
        all.onSpeed();
        all.onProcesses(processes);
        all.onUnreadable(unreadable);
        return List.copyOf(all.remarks);
    }

    private void onDivergence() {
        MetricSeries step = course("nonfinite_step");
        if (!step.isEmpty()) {
            warn(String.format(
                    Locale.ROOT,
                    "Step %.0f was the first that is not finite; metrics.jsonl names its images, its term and the tensor. Lower"
                            + " optimizer.baseLearningRate and start a new run.",
                    step.last()));
        }
    }

    private void onHealth() {
        HealthVerdict.ofNewest(records)
                .ifPresent(health ->
                        remarks.add(new Remark(health.grade() != Grade.HEALTHY, "Health is " + health + ".")));
        boolean trained = records.stream().anyMatch(record -> record.epoch() > 0);
        if (trained && HealthVerdict.ofNewest(sinceStart()).isEmpty()) {
            note("Health was not measured since training began.");
        }
    }

    private List<MetricsRecord> sinceStart() {
        return records.stream().filter(record -> record.epoch() > 0).toList();
    }

    private void onLearning() {
        MetricSeries found = course("instance_accuracy");
        int others = config.hasQueue()
                ? config.queue().capacity()
                : 2 * config.optimizer().batchSize() - 2;
        double chance = 1.0 / (others + 1);
        boolean begun = !found.isEmpty() && found.epochs()[found.epochs().length - 1] >= 2;
        if (begun && found.meanOfLast(0.1) < 3 * chance) {
            warn(
                    "After two epochs a query finds its own key no more often than chance would: nothing is learnt. Look at"
                            + " the views below: do two views of an image still show the same thing? If so, change the learning"
                            + " rate.");
        }
    }

    private void onPrototypes() {
        if (config.prototypes().counts().isEmpty()) {
            note("This run has no prototypes: it is " + config.methodName() + ".");
            return;
        }
        MetricSeries drift = course("drift_level0");
        int late = Math.max(EARLY, 3 * config.schedule().epochs() / 4);
        if (!drift.isEmpty() && drift.epochs()[drift.epochs().length - 1] >= late && drift.last() > RESTLESS) {
            warn(String.format(
                    Locale.ROOT,
                    "Late in training %.0f %% of the images still change their finest prototype from one clustering to the"
                            + " next: there may be more prototypes than groups of images. Try smaller prototypes.counts.",
                    100 * drift.last()));
        }
        MetricSeries loss = course(config.method() == StockMethod.HIRL ? "semantic_loss" : "prototype_loss");
        boolean clustered = records.stream().anyMatch(record -> record.values().containsKey("clustering_seconds"));
        if (clustered && !loss.isEmpty() && loss.last() == 0) {
            warn("No prototype is a negative of any query: prototypes.counts are too small for"
                    + " objective.prototypeNegatives and objective.positivesExcluded at this batch size.");
        }
    }

    private void onTree(TreeFacts tree) {
        tree.warnings()
                .forEach(warning -> warn(
                        "Of the newest prototypes, " + warning + ". Try smaller prototypes.counts, or more images."));
    }

    private void onAccuracy() {
        List<String> names = records.stream()
                .flatMap(record -> record.values().keySet().stream())
                .filter(name -> MetricGroup.of(name) == MetricGroup.KNN)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            note("kNN is not measured, since there are no held-out labelled images; rank, spread and drift stand in.");
            return;
        }
        MetricSeries knn = course(names.get(0));
        int best = knn.best();
        if (knn.values().length > 1 && best == 0 && knn.epochs()[0] == 0) {
            warn(String.format(
                    Locale.ROOT,
                    "No epoch came up to the untrained encoder: %s was %.1f before training and is %.1f now. Pretraining has"
                            + " not helped on these images; begin from trained weights (--init FILE) or from more images.",
                    names.get(0),
                    knn.first(),
                    knn.last()));
        } else if (!knn.isEmpty() && knn.values()[best] - knn.last() > KNN_LOST) {
            warn(String.format(
                    Locale.ROOT,
                    "%s was best after %d epochs, %.1f, and has fallen to %.1f since.",
                    names.get(0),
                    knn.epochs()[best],
                    knn.values()[best],
                    knn.last()));
        }
    }

    private void onSpeed() {
        MetricSeries wait = course(Pace.WAITING);
        if (!wait.isEmpty() && wait.meanOfLast(0.5) > SLOW_DATA) {
            warn(String.format(
                    Locale.ROOT,
                    "Training waits %.0f %% of its time for images. More data.loaderThreads or data.cacheMegabytes, or"
                            + " images stored smaller, would make it faster.",
                    100 * wait.meanOfLast(0.5)));
        }
    }

    private void onProcesses(List<Provenance> processes) {
        processes.stream()
                .map(Provenance::altered)
                .filter(altered -> !altered.isEmpty())
                .reduce((earlier, later) -> later)
                .ifPresent(this::onAlterations);
        onChange(processes, "versions of this library", Provenance::hcsc);
        onChange(processes, "tensor engines", Provenance::engine);
        onChange(processes, "devices", Provenance::device);
    }

    private void onUnreadable(UnreadableImages unreadable) {
        if (!unreadable.reasons().isEmpty()) {
            note(unreadable.inWords() + ". In training steps others stand in for them.");
        }
    }

    private void onAlterations(Map<String, Integer> altered) {
        note("Decoding altered images, and training sees them so: "
                + altered.entrySet().stream()
                        .map(some -> some.getKey() + " (" + some.getValue() + " images)")
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private void onChange(List<Provenance> processes, String what, Function<Provenance, String> property) {
        List<String> values = processes.stream().map(property).distinct().toList();
        if (values.size() > 1) {
            warn("The run went on with other " + what + " than it began with: " + String.join(", ", values)
                    + ". It need not give the result of an uninterrupted run.");
        }
    }

    private MetricSeries course(String name) {
        return MetricSeries.of(records, name);
    }

    private void warn(String text) {
        remarks.add(new Remark(true, text));
    }

    private void note(String text) {
        remarks.add(new Remark(false, text));
    }
}
