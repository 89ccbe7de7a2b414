package io.github.hcsc.train.eval.worth;

import io.github.hcsc.train.eval.Interval;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An accuracy in per cent, over test images and choices of labels, and what it would be with others of either: the
 * bootstrap draws both with replacement. Estimates of the same draws may be subtracted.
 *
 * @param mean the accuracy
 * @param draws the accuracy of each draw
 */
@SuppressWarnings("ArrayRecordComponent")
public record Estimate(double mean, double[] draws) {
    private static final int DRAWS = 1000;

    /**
     * Estimates.
     *
     * @param right which of the images are right, for each choice of labels
     * @param images number of test images
     * @param seed decides the draws
     */
    public static Estimate of(List<BitSet> right, int images, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] scores = new int[images];
            for (int i = 0; i < right.size(); i++) {
                BitSet chosen = right.get(random.nextInt(right.size()));
                chosen.stream().forEach(image -> scores[image]++);
            }
            long sum = 0;
            for (int i = 0; i < images; i++) {
                sum += scores[random.nextInt(images)];
            }
            draws[draw] = percent(sum, right.size(), images);
        }
        long all = right.stream().mapToLong(BitSet::cardinality).sum();
        return new Estimate(percent(all, right.size(), images), draws);
    }

    private static double percent(long right, int choices, int images) {
        return 100.0 * right / choices / images;
    }

    /** Returns the difference, draw by draw. */
    public Estimate minus(Estimate other) {
        return new Estimate(
                mean - other.mean,
                IntStream.range(0, draws.length)
                        .mapToDouble(i -> draws[i] - other.draws[i])
                        .toArray());
    }

    /** Returns the mean with the interval of the draws. */
    public Interval interval() {
        return Interval.ofResampled(mean, draws);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Estimate estimate && mean == estimate.mean && Arrays.equals(draws, estimate.draws);
    }

    @Override
    public int hashCode() {
        return Double.hashCode(mean) + 31 * Arrays.hashCode(draws);
    }
}
