package io.github.hcsc.train.audit;

import java.util.stream.IntStream;

/**
 * What its neighbours say of the class of an image: the share of each class, a neighbour weighing exp((cosine - 1) / 0.07).
 * Neighbours that are copies of one another weigh together as much as one.
 */
final class NeighbourVotes {

    private static final double TEMPERATURE = 0.07;

    private final Neighbours neighbours;
    private final int[] groups; // [n], the group of copies, -1 for none

    NeighbourVotes(Neighbours neighbours, CopyGroups copies) {
        this.neighbours = neighbours;
        groups = copies.groupOf(neighbours.rows());
    }

    /** Returns the share of each class, rows of {@code [n, C]}; a row without any weight is 0 throughout. */
    double[][] of(Classes classes) {
        return IntStream.range(0, neighbours.rows())
                .parallel()
                .mapToObj(row -> shares(row, classes))
                .toArray(double[][]::new);
    }

    private double[] shares(int row, Classes classes) {
        double[] shares = new double[classes.count()];
        double sum = 0;
        for (int place = 0; place < neighbours.count(); place++) {
            double weight = Math.exp((Math.cos(neighbours.angle(row, place)) - 1) / TEMPERATURE) / alike(row, place);
            shares[classes.given()[neighbours.image(row, place)]] += weight;
            sum += weight;
        }
        for (int name = 0; sum > 0 && name < shares.length; name++) {
            shares[name] /= sum;
        }
        return shares;
    }

    /** How many neighbours of a row are copies of one of them, itself among them. */
    private long alike(int row, int place) {
        int group = groups[neighbours.image(row, place)];
        return group < 0
                ? 1
                : IntStream.range(0, neighbours.count())
                        .filter(other -> groups[neighbours.image(row, other)] == group)
                        .count();
    }
}
