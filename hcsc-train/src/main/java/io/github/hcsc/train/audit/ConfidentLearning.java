package io.github.hcsc.train.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many images have a wrong class, and which, by probabilities that a classifier gives to images it has not seen. An image
 * is confidently of the class of the largest probability among those that reach the mean that the class has on its own images.
 *
 * @see <a href="https://arxiv.org/abs/1911.00068">Northcutt et al., Confident Learning</a>
 */
final class ConfidentLearning {

    private final Classes classes;
    private final double[][] probabilities; // [n, C]
    private final double[] thresholds; // [C]
    private final int[] confident; // [n], the class, -1 for none
    private final double[][] joint; // [given, confident], scaled to the sizes of classes

    /**
     * Counts.
     *
     * @param probabilities of each class, for each image
     */
    ConfidentLearning(Classes classes, double[][] probabilities) {
        this.classes = classes;
        this.probabilities = probabilities;
        thresholds = meansOfOwn();
        confident =
                IntStream.range(0, classes.images()).map(this::confidentClass).toArray();
        joint = calibrated(counts());
    }

    private double[] meansOfOwn() {
        double[] sums = new double[classes.count()];
        for (int image = 0; image < classes.images(); image++) {
            int given = classes.given()[image];
            sums[given] += probabilities[image][given];
        }
        int[] sizes = classes.sizes();
        return IntStream.range(0, sums.length)
                .mapToDouble(name -> sizes[name] == 0 ? Double.POSITIVE_INFINITY : sums[name] / sizes[name])
                .toArray();
    }

    private int confidentClass(int image) {
        double[] row = probabilities[image];
        return IntStream.range(0, row.length)
                .filter(name -> row[name] >= thresholds[name])
                .boxed()
                .max(Comparator.<Integer>comparingDouble(name -> row[name]).thenComparing(Comparator.reverseOrder()))
                .orElse(-1);
    }

    private int[][] counts() {
        int[][] counts = new int[classes.count()][classes.count()];
        for (int image = 0; image < confident.length; image++) {
            if (confident[image] >= 0) {
                counts[classes.given()[image]][confident[image]]++;
            }
        }
        return counts;
    }

    /** Each row sums to the size of its class; a class without a confident image is taken as right. */
    private double[][] calibrated(int[][] counts) {
        int[] sizes = classes.sizes();
        double[][] scaled = new double[counts.length][counts.length];
        for (int given = 0; given < counts.length; given++) {
            int sum = IntStream.of(counts[given]).sum();
            for (int name = 0; name < counts.length; name++) {
                scaled[given][name] = sum == 0 ? 0 : (double) counts[given][name] * sizes[given] / sum;
            }
            if (sum == 0) {
                scaled[given][given] = sizes[given];
            }
        }
        return scaled;
    }

    double[] thresholds() {
        return thresholds.clone();
    }

    /** Returns the estimated images of each given class, row, that are of each class, column. */
    double[][] joint() {
        return Arrays.stream(joint).map(double[]::clone).toArray(double[][]::new);
    }

    /** Returns how many images are estimated to have a wrong class. */
    double errors() {
        double right = 0;
        for (int name = 0; name < joint.length; name++) {
            right += joint[name][name];
        }
        return classes.images() - right;
    }

    /** Returns whether an image is confidently of another class than the given one. */
    boolean contradicts(int image) {
        return confident[image] >= 0 && confident[image] != classes.given()[image];
    }

    /** Returns how much more probable the given class is than the most probable other. */
    double margin(int image) {
        int given = classes.given()[image];
        double[] row = probabilities[image];
        double other = IntStream.range(0, row.length)
                .filter(name -> name != given)
                .mapToDouble(name -> row[name])
                .max()
                .orElse(0);
        return row[given] - other;
    }
}
