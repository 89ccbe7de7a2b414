package io.github.hcsc.train.prototypes.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares classifiers that learn from the same labelled images: nearest neighbours of features, a linear classifier of
 * features, and a linear classifier that is also given the prototypes of all levels.
 *
 * <p>The linear classifiers are trained alike. Features and prototypes weigh the same, and so does each level among the
 * prototypes.
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
            NDList levels = levels(known, scope);
            Blocks places = Blocks.of(levels);
            Pair features = new Pair(unit(known.features, scope), unit(tested.features, scope));
            Pair prototypes = new Pair(places.join(levels), places.join(levels(tested, scope)));
            return new Outcome(
                    known.labels.length,
                    knn,
                    linear(List.of(features), known, tested),
                    linear(List.of(prototypes), known, tested),
                    linear(List.of(features, prototypes), known, tested));
        }
    }

    /** The same columns of the images learnt from and of those tested. */
    private record Pair(NDArray known, NDArray tested) {}

    private static NDArray unit(NDArray features, NDManager scope) {
        NDArray unit = features.normalize(2, 1);
        unit.attach(scope);
        return unit;
    }

    private NDList levels(Images images, NDManager scope) {
        NDList levels = space.describe(images.embeddings);
        levels.attach(scope);
        return levels;
    }

    private double linear(List<Pair> parts, Images known, Images tested) {
        NDList blocks = new NDList(parts.stream().map(Pair::known).toList());
        NDList testedBlocks = new NDList(parts.stream().map(Pair::tested).toList());
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

    /**
     * Puts blocks of columns side by side so that each weighs the same: its mean over the training images is taken away, and it
     * is scaled so that the mean squared length of a training row is 1.
     *
     * @param means {@code [1, w]} of each block
     * @param scales what each block is multiplied by
     */
    record Blocks(List<NDArray> means, List<Float> scales) {

        /** Measures the blocks of the training images. */
        static Blocks of(NDList training) {
            List<NDArray> means = new ArrayList<>();
            List<Float> scales = new ArrayList<>();
            for (NDArray block : training) {
                NDManager owner = block.getManager();
                try (NDManager scope = owner.newSubManager()) {
                    scope.tempAttachAll(block);
                    NDArray mean = block.mean(new int[] {0}, true);
                    float squares = block.sub(mean).square().sum().getFloat() / block.size(0);
                    mean.attach(owner);
                    means.add(mean);
                    scales.add(squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0);
                }
            }
            return new Blocks(means, scales);
        }

        /** Joins blocks of the same columns to {@code [n, w1 + w2 + ...]}, owned by the manager of the first. */
        NDArray join(NDList blocks) {
            NDManager owner = blocks.get(0).getManager();
            try (NDManager scope = owner.newSubManager()) {
                NDList scaled = new NDList();
                for (int i = 0; i < blocks.size(); i++) {
                    scope.tempAttachAll(blocks.get(i));
                    scaled.add(blocks.get(i).sub(means.get(i)).mul(scales.get(i)));
                }
                NDArray joined = NDArrays.concat(scaled, 1);
                joined.attach(owner);
                return joined;
            }
        }
    }
}
