package io.github.hcsc.train.eval.svm;

import de.bwaldvogel.liblinear.Feature;
import io.github.hcsc.train.eval.svm.VocImages.MultiLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Trains one support vector machine for each class and measures the average precision of its scores.
 *
 * @param machine how each is trained
 * @param seed decides which images are drawn
 * @param progress is told of each machine that is trained
 */
public record SvmEvaluator(LinearSvm machine, long seed, IntConsumer progress) {
    private static final float NORM_FLOOR = 1e-5f;

    /**
     * Features of images and which classes each shows.
     *
     * @param features one row of {@code width} values after another
     * @param width values of a feature
     * @param labels which classes each image shows
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Labelled(float[] features, int width, MultiLabels labels) {}

    /** Trains on all images. */
    public SvmResult evaluate(Labelled training, Labelled test) {
        return summary(
                training,
                0,
                List.of(precisions(all(training), training, vectors(training), vectors(test), test.labels())));
    }

    /**
     * Trains on some images of each class, drawn anew in each run.
     *
     * @param shots images drawn of each class; one that is drawn for two classes counts twice
     */
    public SvmResult evaluate(Labelled training, Labelled test, int shots, int runs) {
        if (shots < 1 || runs < 1) {
            throw new IllegalArgumentException("shots and runs must be at least 1, but were " + shots + " and " + runs);
        }
        Feature[][] known = vectors(training);
        Feature[][] tested = vectors(test);
        Random random = new Random(seed);
        List<double[]> perRun = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            perRun.add(precisions(draw(training.labels(), shots, random), training, known, tested, test.labels()));
        }
        return summary(training, shots, perRun);
    }

    private static int[] all(Labelled training) {
        return IntStream.range(0, training.labels().images()).toArray();
    }

    static int[] draw(MultiLabels labels, int shots, Random random) {
        List<Integer> drawn = new ArrayList<>();
        for (int c = 0; c < labels.classNames().size(); c++) {
            boolean[] positive = labels.of(c);
            List<Integer> members = new ArrayList<>(IntStream.range(0, positive.length)
                    .filter(i -> positive[i])
                    .boxed()
                    .toList());
            Collections.shuffle(members, random);
            drawn.addAll(members.subList(0, Math.min(shots, members.size())));
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }

    private double[] precisions(
            int[] chosen, Labelled training, Feature[][] known, Feature[][] tested, MultiLabels truth) {
        Feature[][] vectors = Arrays.stream(chosen).mapToObj(i -> known[i]).toArray(Feature[][]::new);
        double[] precisions = new double[training.labels().classNames().size()];
        IntStream.range(0, precisions.length).parallel().forEach(c -> {
            boolean[] positive = training.labels().of(c);
            boolean[] labels = new boolean[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                labels[i] = positive[chosen[i]];
            }
            requireBoth(labels, training.labels().classNames().get(c));
            precisions[c] = AveragePrecision.interpolated(machine.scores(vectors, labels, tested), truth.of(c));
            synchronized (this) {
                progress.accept(1);
            }
        });
        return precisions;
    }

    private static void requireBoth(boolean[] labels, String name) {
        long positive = IntStream.range(0, labels.length).filter(i -> labels[i]).count();
        if (positive == 0 || positive == labels.length) {
            throw new IllegalArgumentException("training images must show " + name + " in some and not in others, but "
                    + positive + " of " + labels.length + " show it");
        }
    }

    private static Feature[][] vectors(Labelled images) {
        float[] unit = images.features().clone();
        int width = images.width();
        for (int start = 0; start < unit.length; start += width) {
            double squares = 0;
            for (int i = start; i < start + width; i++) {
                squares += (double) unit[i] * unit[i];
            }
            float norm = (float) Math.sqrt(squares) + NORM_FLOOR;
            for (int i = start; i < start + width; i++) {
                unit[i] /= norm;
            }
        }
        return LinearSvm.vectors(unit, width);
    }

    private static SvmResult summary(Labelled training, int shots, List<double[]> runs) {
        double[] maps = runs.stream()
                .mapToDouble(run -> 100 * Arrays.stream(run).average().orElseThrow())
                .toArray();
        double mean = Arrays.stream(maps).average().orElseThrow();
        double variance = Arrays.stream(maps)
                .map(map -> (map - mean) * (map - mean))
                .average()
                .orElseThrow();
        Map<String, Double> classes = new LinkedHashMap<>();
        List<String> names = training.labels().classNames();
        for (int c = 0; c < names.size(); c++) {
            int place = c;
            classes.put(
                    names.get(c),
                    100 * runs.stream().mapToDouble(run -> run[place]).average().orElseThrow());
        }
        return new SvmResult(shots, runs.size(), mean, Math.sqrt(variance), classes);
    }

    /**
     * Mean average precision of support vector machines.
     *
     * @param shots images of each class trained on, 0 for all
     * @param runs how often images were drawn
     * @param map mean over runs of the mean over classes, in per cent
     * @param deviation standard deviation over runs, in per cent
     * @param classes average precision of each class in per cent, mean over runs
     */
    public record SvmResult(int shots, int runs, double map, double deviation, Map<String, Double> classes) {

        /** The result as a sentence. */
        @Override
        public String toString() {
            return shots == 0
                    ? String.format(Locale.ROOT, "all images: mAP %.2f %%", map)
                    : String.format(
                            Locale.ROOT,
                            "%d per class: mAP %.2f %% (deviation %.2f over %d runs)",
                            shots,
                            map,
                            deviation,
                            runs);
        }
    }

    /** The area under the precision-recall curve of one class, each precision raised to the best at any larger recall. */
    static final class AveragePrecision {
        private AveragePrecision() {}

        /**
         * Returns the area, from 0 to 1.
         *
         * @param scores of all images; of equal ones the later image comes first
         * @param positive whether each image shows the class
         * @throws IllegalArgumentException if none does
         */
        static double interpolated(double[] scores, boolean[] positive) {
            int[] order = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> scores[i])
                            .thenComparing(Comparator.naturalOrder())
                            .reversed())
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] precision = new double[order.length];
            int found = 0;
            for (int rank = 0; rank < order.length; rank++) {
                found += positive[order[rank]] ? 1 : 0;
                precision[rank] = found / (rank + 1.0);
            }
            if (found == 0) {
                throw new IllegalArgumentException(
                        "average precision needs a positive image, but there is none among " + positive.length);
            }
            double best = 0;
            double sum = 0;
            for (int rank = order.length - 1; rank >= 0; rank--) {
                best = Math.max(best, precision[rank]);
                sum += positive[order[rank]] ? best : 0;
            }
            return sum / found;
        }
    }
}
