package io.github.hcsc.train.eval.svm;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The area under the precision-recall curve of one class, each precision raised to the best at any larger recall. */
final class AveragePrecision {
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
