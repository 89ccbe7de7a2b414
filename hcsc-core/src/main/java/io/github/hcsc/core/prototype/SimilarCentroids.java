package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Divides centroids into groups of near ones, by cutting in two again and again. */
record SimilarCentroids(float[][] centroids, int groupSize) {

    /** Returns the members of each group, ascending: in all groups but one as many as fit. */
    int[][] groups() {
        return cut(IntStream.range(0, centroids.length).toArray()).toArray(int[][]::new);
    }

    /* Across the line between two centroids that are far from each other, so that whole groups lie on either side. */
    private Stream<int[]> cut(int[] some) {
        if (some.length <= groupSize) {
            Arrays.sort(some);
            return Stream.of(some);
        }
        float[] one = farthestFrom(centroids[some[0]], some);
        float[] other = farthestFrom(one, some);
        int[] ordered = Arrays.stream(some)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        c -> Geometry.product(centroids[c], one) - Geometry.product(centroids[c], other)))
                .mapToInt(c -> c)
                .toArray();
        int groups = (some.length + groupSize - 1) / groupSize;
        int half = groups / 2 * groupSize;
        return Stream.concat(cut(Arrays.copyOf(ordered, half)), cut(Arrays.copyOfRange(ordered, half, some.length)));
    }

    private float[] farthestFrom(float[] centroid, int[] some) {
        return Arrays.stream(some)
                .mapToObj(c -> centroids[c])
                .max(Comparator.comparingDouble(c -> Geometry.distance(c, centroid)))
                .orElseThrow();
    }
}
