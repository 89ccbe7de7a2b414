package io.github.hcsc.train.audit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.schedule.CosineDecay;
import io.github.hcsc.train.schedule.StepRate;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The probabilities of classes by logistic regression on embeddings, for each image by a classifier that saw neither it nor
 * its copies.
 *
 * @param manager owns the tensors meanwhile
 * @param embeddings of the images
 * @param copies groups that no classifier sees a part of
 * @param seed decides the parts and the orders
 * @param progress is told of each of {@link #FITS} classifiers
 */
record UnseenProbabilities(
        NDManager manager, Embeddings embeddings, CopyGroups copies, long seed, IntConsumer progress) {

    private static final int FOLDS = 5;
    private static final double[] DECAYS = {1e-2, 1e-3, 1e-4};

    /** Classifiers that are trained. */
    static final int FITS = DECAYS.length + FOLDS;

    private static final int BATCH = 256;
    private static final int STEPS = 1500;
    private static final int FEWEST_EPOCHS = 10;
    private static final int MOST_EPOCHS = 100;
    private static final double RATE = 0.05;
    private static final double MOMENTUM = 0.9;

    /** Returns the probabilities, rows of {@code [n, C]}. */
    double[][] of(Classes classes) {
        Folds folds = Folds.of(classes, copies, FOLDS, seed);
        try (NDManager scope = manager.newSubManager();
                NDArray rows = embeddings.toArray(scope).mul(Math.sqrt(embeddings.dimension()))) {
            double decay = decay(rows, classes, folds);
            double[][] probabilities = new double[classes.images()][];
            for (int fold = 0; fold < FOLDS; fold++) {
                int[] tested = folds.inside(fold);
                double[][] some = fit(rows, classes, folds.outside(fold), tested, decay);
                for (int i = 0; i < tested.length; i++) {
                    probabilities[tested[i]] = some[i];
                }
            }
            return probabilities;
        }
    }

    /** The decay whose classifier, of three parts, gives the classes of a fourth the largest probability; the fifth waits. */
    private double decay(NDArray rows, Classes classes, Folds folds) {
        int[] tested = folds.inside(1);
        int[] known = IntStream.of(folds.outside(0))
                .filter(image -> folds.of()[image] != 1)
                .toArray();
        double best = DECAYS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double decay : DECAYS) {
            double loss = loss(fit(rows, classes, known, tested, decay), classes.select(tested));
            if (loss < least) {
                least = loss;
                best = decay;
            }
        }
        return best;
    }

    private static double loss(double[][] probabilities, Classes classes) {
        return IntStream.range(0, probabilities.length)
                .mapToDouble(
                        image -> -Math.log(Math.max(Float.MIN_NORMAL, probabilities[image][classes.given()[image]])))
                .sum();
    }

    private double[][] fit(NDArray rows, Classes classes, int[] known, int[] tested, double decay) {
        if (tested.length == 0) {
            return new double[0][];
        }
        int epochs = Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, STEPS * BATCH / Math.max(1, known.length)));
        LinearProtocol protocol =
                new LinearProtocol(epochs, StepRate.of(new CosineDecay(RATE, 0, epochs)), MOMENTUM, decay, seed);
        try (NDManager scope = manager.newSubManager()) {
            NDArray training = select(scope, rows, known);
            NDArray test = select(scope, rows, tested);
            float[] found = new LinearProbe(protocol, TrainingProgress.silent())
                    .probabilities(
                            new KeptBatches(training, BATCH, seed),
                            classes.select(known).given(),
                            classes.count(),
                            test);
            progress.accept(1);
            return IntStream.range(0, tested.length)
                    .mapToObj(row -> doubles(found, row * classes.count(), classes.count()))
                    .toArray(double[][]::new);
        }
    }

    private static NDArray select(NDManager scope, NDArray rows, int[] images) {
        long[] places = Arrays.stream(images).asLongStream().toArray();
        try (NDArray indices = scope.create(places)) {
            NDArray some = rows.get(indices);
            some.attach(scope);
            return some;
        }
    }

    private static double[] doubles(float[] values, int start, int count) {
        return IntStream.range(start, start + count).mapToDouble(i -> values[i]).toArray();
    }
}
