package io.github.hcsc.train.eval.worth;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.LabelledImages;
import io.github.hcsc.train.eval.linear.KeptBatches;
import io.github.hcsc.train.eval.linear.LinearProbe;
import io.github.hcsc.train.eval.linear.LinearProtocol;
import io.github.hcsc.train.metrics.TrainingProgress;
import io.github.hcsc.train.schedule.CosineDecay;
import io.github.hcsc.train.schedule.StepRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Classifies images by features, from few labels: by the nearest neighbours, and by a linear classifier of features with
 * mean 0 and deviation 1.
 *
 * @param known images to learn from, as many as one may have labels of
 * @param tested images to classify, their classes numbered as the known ones'
 * @param neighbours voting neighbours, at temperature 0.07
 * @param repeats choices of the labelled images
 * @param seed decides choices, orders and draws
 * @param progress is told of each classifier
 */
public record WorthTrial(
        LabelledImages known, LabelledImages tested, int neighbours, int repeats, long seed, IntConsumer progress) {
    private static final double TEMPERATURE = 0.07;
    private static final int BATCH = 256;
    private static final int STEPS = 1500;
    private static final int FEWEST_EPOCHS = 10;
    private static final int MOST_EPOCHS = 200;
    private static final double RATE = 0.05;
    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 1e-3;

    /** Features that hardly vary among few images are scaled as if they varied by this share of the mean deviation. */
    private static final float FLOOR = 0.1f;

    private static final float TINY = 1e-12f;

    /** Classifies with the labels of a budget. */
    public WorthResult run(LabelBudget budget, List<Contender> contenders) {
        List<int[]> choices = choices(budget);
        List<WorthResult.Row> rows = new ArrayList<>();
        for (Contender contender : contenders) {
            List<BitSet> knn = new ArrayList<>();
            List<BitSet> linear = new ArrayList<>();
            for (int[] choice : choices) {
                try (NDManager scope = contender.known().getManager().newSubManager()) {
                    NDArray some = contender
                            .known()
                            .get(scope.create(
                                    IntStream.of(choice).asLongStream().toArray()));
                    some.attach(scope);
                    knn.add(knn(some, labels(choice), contender.tested()));
                    progress.accept(1);
                    linear.add(linear(scope, some, labels(choice), contender.tested()));
                    progress.accept(1);
                }
            }
            int images = tested.labels().length;
            rows.add(new WorthResult.Row(
                    contender.name(), Estimate.of(knn, images, seed), Estimate.of(linear, images, seed)));
        }
        return new WorthResult(budget, choices.get(0).length, choices.size(), rows);
    }

    /** With all labels there is one choice alone. */
    private List<int[]> choices(LabelBudget budget) {
        List<int[]> choices = IntStream.range(0, repeats)
                .mapToObj(repeat -> budget.choose(known, seed + repeat))
                .toList();
        return choices.get(0).length == known.labels().length ? choices.subList(0, 1) : choices;
    }

    private int[] labels(int... choice) {
        int[] all = known.labels();
        return Arrays.stream(choice).map(image -> all[image]).toArray();
    }

    private BitSet knn(NDArray some, int[] labels, NDArray queries) {
        return new KnnEvaluator(List.of(neighbours), TEMPERATURE).right(some, labels, queries, tested.labels());
    }

    private BitSet linear(NDManager scope, NDArray some, int[] labels, NDArray others) {
        scope.tempAttachAll(others);
        NDArray mean = some.mean(new int[] {0}, true);
        NDArray deviation = some.sub(mean).square().mean(new int[] {0}, true).sqrt();
        NDArray scale = deviation.maximum(deviation.mean().mul(FLOOR)).add(TINY);
        NDArray training = some.sub(mean).div(scale).toType(DataType.FLOAT32, false);
        NDArray test = others.sub(mean).div(scale).toType(DataType.FLOAT32, false);
        int epochs = Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, STEPS * BATCH / labels.length));
        LinearProtocol protocol =
                new LinearProtocol(epochs, StepRate.of(new CosineDecay(RATE, 0, epochs)), MOMENTUM, DECAY, seed);
        int[] answers = new LinearProbe(protocol, TrainingProgress.silent())
                .answers(new KeptBatches(training, BATCH, seed), labels, test);
        int[] truth = tested.labels();
        BitSet right = new BitSet();
        IntStream.range(0, truth.length).forEach(i -> right.set(i, answers[i] == truth[i]));
        return right;
    }
}
