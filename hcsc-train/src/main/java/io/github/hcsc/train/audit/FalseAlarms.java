package io.github.hcsc.train.audit;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How many rows would have a neighbour so near by chance. Where rows are evenly spread in D dimensions, the D-th powers of the
 * angles to the k neighbours are uniform up to that of the last; so a row that has no copy has a neighbour within the angle t
 * with probability 1 - (1 - (t / r)^D)^(k - 1), r being the angle to its last neighbour.
 */
public final class FalseAlarms {

    private final Neighbours neighbours;
    private final double dimension;
    private final double[] widest; // [n], not 0
    private final double[] nearest; // [n], sorted

    private FalseAlarms(Neighbours neighbours, double dimension, double[] widest) {
        this.neighbours = neighbours;
        this.dimension = dimension;
        this.widest = widest;
        nearest = IntStream.range(0, neighbours.rows())
                .mapToDouble(row -> neighbours.angle(row, 0))
                .sorted()
                .toArray();
    }

    /**
     * Measures.
     *
     * @param neighbours at least three of each row
     */
    public static FalseAlarms of(Neighbours neighbours) {
        double[] widest = IntStream.range(0, neighbours.rows())
                .mapToDouble(neighbours::widest)
                .toArray();
        double usual = Median.of(Arrays.stream(widest)
                        .filter(angle -> angle > Angles.OF_COPIES)
                        .toArray())
                .orElse(Math.PI);
        for (int row = 0; row < widest.length; row++) {
            widest[row] = widest[row] > Angles.OF_COPIES ? widest[row] : usual;
        }
        return new FalseAlarms(neighbours, dimensionOf(neighbours), widest);
    }

    /**
     * By how fast the number of neighbours grows with the angle. The nearest is left out, since it may be a copy, and so are
     * rows that have several copies.
     *
     * @see <a href="https://papers.nips.cc/paper/2577">Levina and Bickel, Maximum Likelihood Estimation of Intrinsic
     *     Dimension, 2004</a>
     */
    private static double dimensionOf(Neighbours neighbours) {
        int k = neighbours.count();
        double mean = IntStream.range(0, neighbours.rows())
                .filter(row -> neighbours.angle(row, 1) > Angles.OF_COPIES)
                .mapToDouble(row -> IntStream.range(1, k - 1)
                        .mapToDouble(place -> Math.log(neighbours.widest(row) / neighbours.angle(row, place)))
                        .average()
                        .orElse(0))
                .average()
                .orElse(0);
        double harmonic = IntStream.range(1, k).mapToDouble(i -> 1.0 / i).sum();
        return mean > 0 ? (k - 1 - harmonic) / (k - 2) / mean : Double.POSITIVE_INFINITY;
    }

    /** Returns the number of dimensions that the rows fill around their neighbours. */
    public double dimension() {
        return dimension;
    }

    /** Returns the probability that a row without a copy has a neighbour within an angle. */
    public double probability(int row, double angle) {
        double inside = Math.pow(Math.min(1, angle / widest[row]), dimension);
        return 1 - Math.pow(1 - inside, neighbours.count() - 1);
    }

    /** Returns how many rows would have a neighbour within an angle if there were no copies. */
    public double expected(double angle) {
        return IntStream.range(0, widest.length)
                .mapToDouble(row -> probability(row, angle))
                .sum();
    }

    /** Returns how many rows have a neighbour within an angle. */
    public int observed(double angle) {
        int after = Arrays.binarySearch(nearest, Math.nextUp(angle));
        int rows = after < 0 ? -after - 1 : after;
        while (rows > 0 && nearest[rows - 1] > angle) {
            rows--;
        }
        return rows;
    }

    /**
     * Finds the widest angle of copies.
     *
     * @param rate the share of the rows with a neighbour within the angle that may have it by chance
     * @return an angle that a row and its nearest neighbour have, none if no angle separates copies from what is alike
     */
    public OptionalDouble threshold(double rate) {
        int rows = nearest.length;
        while (rows > 0) {
            int fewer = Math.min(rows, allowed(rate * rows, rows));
            if (fewer == rows) {
                return OptionalDouble.of(nearest[rows - 1]);
            }
            rows = fewer;
        }
        return OptionalDouble.empty();
    }

    /** The largest number of rows, up to one, within whose angle no more are expected than some. */
    private int allowed(double most, int rows) {
        int low = 0;
        int high = rows;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (expected(nearest[middle - 1]) <= most) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
