package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.search.Angle;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Images far from all others: the logarithm of the mean angle to the neighbours is far above the median, in units of the
 * median deviation. Of honest images 0.1 per cent are expected beyond 3.09.
 *
 * @param found the farthest first
 * @param expected images that would be found if there were no outliers
 */
public record OutlierTest(List<Outlier> found, double expected) {

    private static final double FAR = 3.09;
    private static final double BEYOND = 0.001;
    private static final double NORMAL = 1.4826;
    private static final double TINY = 1e-12;

    /** Copies the list. */
    public OutlierTest {
        found = List.copyOf(found);
    }

    /**
     * An image.
     *
     * @param image its position
     * @param angle mean angle to its neighbours
     * @param z how far that is from the median
     * @param alone whether it is in a small leaf far from all others, which hides from its neighbours' angles
     */
    public record Outlier(int image, double angle, double z, boolean alone) {}

    /** Looks for outliers. */
    static OutlierTest of(Neighbours neighbours, TreeLevel leaves) {
        double[] angles = IntStream.range(0, neighbours.rows())
                .mapToDouble(neighbours::meanAngle)
                .toArray();
        double[] z = deviations(angles);
        boolean[] alone = alone(leaves, neighbours.count());
        IntPredicate hidden = image -> alone[leaves.nodeOf(image)];
        List<Outlier> found = IntStream.range(0, angles.length)
                .filter(image -> z[image] > FAR || hidden.test(image))
                .mapToObj(image -> new Outlier(image, angles[image], z[image], hidden.test(image)))
                .sorted(Comparator.comparingDouble(Outlier::z).reversed().thenComparingInt(Outlier::image))
                .toList();
        return new OutlierTest(found, BEYOND * angles.length);
    }

    /** Small leaves whose nearest other leaf is farther than is usual. */
    private static boolean[] alone(TreeLevel leaves, int fewer) {
        double[] gaps = IntStream.range(0, leaves.size())
                .parallel()
                .mapToDouble(leaf -> gap(leaves, leaf))
                .toArray();
        double[] z = deviations(gaps);
        boolean[] alone = new boolean[leaves.size()];
        for (int leaf = 0; leaf < alone.length; leaf++) {
            alone[leaf] = leaves.size(leaf) < fewer && z[leaf] > FAR;
        }
        return alone;
    }

    private static double gap(TreeLevel leaves, int leaf) {
        float[] prototype = leaves.centroid(leaf);
        double nearest = IntStream.range(0, leaves.size())
                .filter(other -> other != leaf && leaves.size(other) > 0)
                .mapToDouble(other -> leaves.cosine(other, prototype))
                .max()
                .orElse(1);
        return Angle.of(nearest);
    }

    /** How many median deviations the logarithm of each angle lies above the median; 0 if half of them are equal. */
    static double[] deviations(double... angles) {
        double[] logs = DoubleStream.of(angles)
                .map(angle -> Math.log(Math.max(TINY, angle)))
                .toArray();
        double median = Median.of(logs).orElse(0);
        OptionalDouble spread = Median.of(
                DoubleStream.of(logs).map(value -> Math.abs(value - median)).toArray());
        double unit = NORMAL * spread.orElse(0);
        return DoubleStream.of(logs)
                .map(value -> unit > 0 ? (value - median) / unit : 0)
                .toArray();
    }
}
