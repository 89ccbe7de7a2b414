package io.github.hcsc.train.audit;

import io.github.hcsc.train.audit.CopyPairs.Pair;
import io.github.hcsc.train.prototypes.ImageTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Images of a test set that the training set has too, or nearly.
 *
 * @param test the test set
 * @param found by test image, then nearest first
 * @param angle the widest angle of a leak, 0 if no threshold tells leaks from what is alike
 * @param alarms how many test images would be found by chance
 * @param summary what that means for the test
 * @param reach how near the training images come to the test images
 */
public record Leaks(TestSet test, List<Leak> found, double angle, FalseAlarms alarms, Summary summary, Reach reach) {

    /** Copies the list. */
    public Leaks {
        found = List.copyOf(found);
    }

    /**
     * An image in both sets.
     *
     * @param test the test image
     * @param train the training image
     * @param angle between them
     */
    public record Leak(int test, int train, double angle) {}

    /**
     * What leaks do to a test.
     *
     * @param leaked test images with a copy among the training images
     * @param share of the test images
     * @param byClass of the test images of each class, empty without classes
     * @param accuracy of the nearest neighbour on all test images in per cent, NaN without classes
     * @param accuracyWithout on test images without a leak, NaN without classes
     */
    public record Summary(
            int leaked, double share, Map<String, Double> byClass, double accuracy, double accuracyWithout) {}

    /**
     * Angles of test images and their nearest training image.
     *
     * @param widest the widest
     * @param ninetyNine the widest but for one per cent of the test images
     * @param mean the mean
     */
    public record Reach(double widest, double ninetyNine, double mean) {

        static Reach of(Neighbours neighbours) {
            double[] angles = IntStream.range(0, neighbours.rows())
                    .mapToDouble(row -> neighbours.angle(row, 0))
                    .sorted()
                    .toArray();
            return new Reach(
                    angles[angles.length - 1],
                    angles[(int) Math.ceil(0.99 * angles.length) - 1],
                    DoubleStream.of(angles).average().orElse(0));
        }
    }

    /** Finds all pairs within an angle, if there is one. */
    static Leaks of(
            CopyPairs pairs,
            OptionalDouble angle,
            Neighbours neighbours,
            FalseAlarms alarms,
            ImageTable train,
            TestSet test) {
        List<Leak> found = new ArrayList<>();
        boolean[] leaked = new boolean[test.images().size()];
        for (Pair pair : angle.isPresent() ? pairs.within(angle.getAsDouble()) : List.<Pair>of()) {
            found.add(new Leak(pair.row(), pair.image(), pair.angle()));
            leaked[pair.row()] = true;
        }
        return new Leaks(
                test,
                found,
                angle.orElse(0),
                alarms,
                summary(leaked, neighbours, train, test.images()),
                Reach.of(neighbours));
    }

    private static Summary summary(boolean[] leaked, Neighbours neighbours, ImageTable train, ImageTable test) {
        int count = (int)
                IntStream.range(0, leaked.length).filter(row -> leaked[row]).count();
        boolean classes = !train.classes().isEmpty() && !test.classes().isEmpty();
        return new Summary(
                count,
                (double) count / leaked.length,
                test.classes().isEmpty() ? Map.of() : byClass(leaked, test),
                classes ? accuracy(neighbours, train, test, new boolean[leaked.length]) : Double.NaN,
                classes ? accuracy(neighbours, train, test, leaked) : Double.NaN);
    }

    private static Map<String, Double> byClass(boolean[] leaked, ImageTable test) {
        Map<String, int[]> counts = new TreeMap<>();
        for (int row = 0; row < leaked.length; row++) {
            int[] both = counts.computeIfAbsent(test.classes().get(row), name -> new int[2]);
            both[0] += leaked[row] ? 1 : 0;
            both[1]++;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.forEach((name, both) -> shares.put(name, (double) both[0] / both[1]));
        return shares;
    }

    private static double accuracy(Neighbours neighbours, ImageTable train, ImageTable test, boolean[] without) {
        int all = 0;
        int right = 0;
        for (int row = 0; row < without.length; row++) {
            if (!without[row]) {
                all++;
                String nearest = train.classes().get(neighbours.image(row, 0));
                right += nearest.equals(test.classes().get(row)) ? 1 : 0;
            }
        }
        return all == 0 ? Double.NaN : 100.0 * right / all;
    }

    /** Returns the training images that are leaks, in order. */
    public int[] training() {
        return found.stream().mapToInt(Leak::train).distinct().sorted().toArray();
    }
}
