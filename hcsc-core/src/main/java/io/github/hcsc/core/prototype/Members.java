package io.github.hcsc.core.prototype;

import java.util.stream.IntStream;

/** Which points of this process each cluster has, in ascending order. */
final class Members {
    private final int[] starts;
    private final int[] members;

    private Members(int[] starts, int[] members) {
        this.starts = starts;
        this.members = members;
    }

    /** Sorts points by cluster. */
    static Members of(int[] labels, int count) {
        int[] starts = new int[count + 1];
        for (int label : labels) {
            starts[label + 1]++;
        }
        for (int c = 0; c < count; c++) {
            starts[c + 1] += starts[c];
        }
        int[] next = starts.clone();
        int[] members = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            members[next[labels[i]]++] = i;
        }
        return new Members(starts, members);
    }

    private int count() {
        return starts.length - 1;
    }

    /** Returns how many points each cluster has. */
    long[] sizes() {
        return IntStream.range(0, count())
                .mapToLong(c -> starts[c + 1] - starts[c])
                .toArray();
    }

    /** Returns the sum of each cluster, one after the other, added in float32 in ascending order of the points. */
    double[] sums(Points points) {
        double[] sums = new double[count() * points.dimension()];
        addSums(points, sums);
        return sums;
    }

    /** Adds to sums in float64 what {@link #sums} would return. */
    void addSums(Points points, double[] sums) {
        int dimension = points.dimension();
        IntStream.range(0, count()).parallel().filter(this::hasMembers).forEach(c -> {
            float[] sum = new float[dimension];
            members(c).forEach(row -> points.addTo(sum, row));
            for (int j = 0; j < dimension; j++) {
                sums[c * dimension + j] += sum[j];
            }
        });
    }

    private boolean hasMembers(int cluster) {
        return starts[cluster] < starts[cluster + 1];
    }

    /** Returns for each cluster the sum of the square roots of some values, which are given per point. */
    double[] sumsOfRoots(float[] values) {
        return IntStream.range(0, count())
                .mapToDouble(c -> members(c)
                        .mapToDouble(i -> (float) Math.sqrt(values[i]))
                        .sum())
                .toArray();
    }

    /** Returns the points of a cluster. */
    IntStream members(int cluster) {
        return IntStream.range(starts[cluster], starts[cluster + 1]).map(i -> members[i]);
    }
}
