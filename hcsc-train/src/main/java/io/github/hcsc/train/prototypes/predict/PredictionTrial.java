package io.github.hcsc.train.prototypes.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.Locale;

/**
 * Compares classifiers that learn from the same labelled images: nearest neighbours of features, a linear classifier of
 * features, and a linear classifier that is also given the prototypes of all levels.
 *
 * <p>Both linear classifiers are trained alike, on blocks of the same weight: the features are one block, each level of
 * prototypes another.
 *
 * @param space the prototypes
 * @param protocol how linear classifiers are trained
 * @param batch images in a batch
 * @param progress is told of each step
 */
public record PredictionTrial(PrototypeSpace space, LinearProtocol protocol, int batch, TrainingProgress progress) {
    private static final KnnEvaluator NEIGHBOURS = KnnEvaluator.published();

    /**
     * What is known of some images.
     *
     * @param features {@code [n, featureSize]}
     * @param embeddings rows of unit length {@code [n, d]} of the same images
     * @param labels their classes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Images(NDArray features, NDArray embeddings, int[] labels) {}

    /**
     * Test images whose class was found, in per cent.
     *
     * @param labelled images learnt from
     * @param knn by the number of neighbours that serves best, of 10, 20, 100 and 200
     * @param linear by a linear classifier of features
     * @param prototypes by a linear classifier of prototypes
     * @param both by a linear classifier of features and prototypes
     */
    public record Outcome(int labelled, double knn, double linear, double prototypes, double both) {
        /** The figures as a line. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%6d labels: kNN %.2f %%, linear %.2f %%, prototypes alone %.2f %%, linear with prototypes %.2f %%",
                    labelled,
                    knn,
                    linear,
                    prototypes,
                    both);
        }
    }

    /** Learns from some images and classifies others, on the same device. */
    public Outcome run(Images known, Images tested) {
        double knn = NEIGHBOURS.evaluate(known.features, known.labels, tested.features, tested.labels).stream()
                .mapToDouble(KnnResult::top1)
                .max()
                .orElseThrow();
        try (NDManager scope = known.features.getManager().newSubManager()) {
            NDList features = new NDList(unit(known.features, scope));
            NDList testedFeatures = new NDList(unit(tested.features, scope));
            NDList prototypes = prototypes(known, scope);
            NDList testedPrototypes = prototypes(tested, scope);
            return new Outcome(
                    known.labels.length,
                    knn,
                    linear(features, testedFeatures, known, tested),
                    linear(prototypes, testedPrototypes, known, tested),
                    linear(
                            new NDList(features).addAll(prototypes),
                            new NDList(testedFeatures).addAll(testedPrototypes),
                            known,
                            tested));
        }
    }

    private static NDArray unit(NDArray features, NDManager scope) {
        NDArray unit = features.normalize(2, 1);
        unit.attach(scope);
        return unit;
    }

    private NDList prototypes(Images images, NDManager scope) {
        NDList levels = space.describe(images.embeddings);
        levels.attach(scope);
        return levels;
    }

    private double linear(NDList blocks, NDList testedBlocks, Images known, Images tested) {
        Blocks weights = Blocks.of(blocks);
        try (NDArray rows = weights.join(blocks);
                NDArray testedRows = weights.join(testedBlocks)) {
            return new LinearProbe(protocol, progress)
                    .evaluate(
                            new KeptBatches(rows, batch, protocol.seed()),
                            known.labels,
                            new LinearProbe.Test(testedRows, tested.labels))
                    .last()
                    .top1();
        }
    }
}
