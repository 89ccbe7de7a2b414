package io.github.hcsc.examples.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.KMeans;
import io.github.hcsc.train.config.ViewsConfig;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.clusters.ClusterEvaluator;
import io.github.hcsc.train.eval.finetune.LabelSubset;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is measured once, at the end of a run: linear probes at several label budgets, and clusters against classes. */
final class FinalFigures {

    private static final int EPOCHS = 100;
    private static final double RATE = 5;
    private static final int BATCH = 256;
    private static final List<Integer> PERCENT = List.of(1, 10, 100);

    private final StudyImages images;
    private final NDManager scope;
    private final NDArray known;
    private final NDArray heldOut;

    FinalFigures(StudyImages images, NDManager scope, Encoder encoder, ViewsConfig views) {
        this.images = images;
        this.scope = scope;
        known = StudyImages.features(scope, encoder, views, images.known());
        heldOut = StudyImages.features(scope, encoder, views, images.heldOut());
    }

    /** Returns the accuracy of the last epoch of a linear probe, in per cent, by the per cent of labels it learns from. */
    Map<String, Double> linear() {
        Map<String, Integer> rows = new HashMap<>();
        LabelledImages all = images.known();
        for (int i = 0; i < all.labels().length; i++) {
            rows.put(all.images().name(i), i);
        }
        Map<String, Double> accuracy = new LinkedHashMap<>();
        for (int percent : PERCENT) {
            LabelledImages some = LabelSubset.share(all, percent, 0);
            long[] places = new long[some.labels().length];
            Arrays.setAll(
                    places, i -> Objects.requireNonNull(rows.get(some.images().name(i))));
            try (KeptBatches batches = new KeptBatches(known.get(scope.create(places)), BATCH, 0)) {
                LinearProbe linear =
                        new LinearProbe(LinearProtocol.imageNet(EPOCHS, RATE, 0), TrainingProgress.silent());
                double top1 = linear.evaluate(
                                batches,
                                some.labels(),
                                new LinearProbe.Test(heldOut, images.heldOut().labels()))
                        .last()
                        .top1();
                accuracy.put("" + percent, top1);
            }
        }
        return accuracy;
    }

    /** Returns the adjusted mutual information of as many clusters of the features as there are classes. */
    double clusters() {
        int classes = images.known().classNames().size();
        return ClusterEvaluator.of(List.of(classes), new KMeans(20, 5, 1000), 0)
                .evaluate(known, images.known().labels())
                .get(0)
                .ami();
    }
}
