package io.github.hcsc.train.eval.clusters;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** How often each cluster and each class meet in an image; both are renumbered to leave none empty. */
final class ContingencyTable {
    private final int images;
    private final int[] clusterSizes;
    private final int[] classSizes;
    private final Map<Long, Integer> cells = new HashMap<>();

    ContingencyTable(int[] clusters, int[] classes) {
        if (clusters.length != classes.length || clusters.length == 0) {
            throw new IllegalArgumentException("clusters and classes must be given for the same images, at least one,"
                    + " but were " + clusters.length + " and " + classes.length);
        }
        images = clusters.length;
        int[] rows = compact(clusters);
        int[] columns = compact(classes);
        clusterSizes = sizes(rows);
        classSizes = sizes(columns);
        for (int i = 0; i < images; i++) {
            cells.merge((long) rows[i] * classSizes.length + columns[i], 1, Integer::sum);
        }
    }

    int images() {
        return images;
    }

    int[] clusterSizes() {
        return clusterSizes;
    }

    int[] classSizes() {
        return classSizes;
    }

    /** Sums a function of the two sizes, cell by cell that is not empty; the function is told {@code count} first. */
    double sum(CellFunction function) {
        double sum = 0;
        for (Map.Entry<Long, Integer> cell : cells.entrySet()) {
            int row = (int) (cell.getKey() / classSizes.length);
            int column = (int) (cell.getKey() % classSizes.length);
            sum += function.of(cell.getValue(), clusterSizes[row], classSizes[column]);
        }
        return sum;
    }

    /** The counts with the smaller side as rows. */
    int[][] dense() {
        boolean wide = clusterSizes.length >= classSizes.length;
        int[][] counts = wide
                ? new int[classSizes.length][clusterSizes.length]
                : new int[clusterSizes.length][classSizes.length];
        cells.forEach((key, count) -> {
            int row = (int) (key / classSizes.length);
            int column = (int) (key % classSizes.length);
            counts[wide ? column : row][wide ? row : column] = count;
        });
        return counts;
    }

    /** A function of a cell's count and of the sizes of its cluster and class. */
    @FunctionalInterface
    interface CellFunction {
        double of(int count, int clusterSize, int classSize);
    }

    /** Sums a function over all pairs of a cluster's and a class's size; equal pairs are evaluated once. */
    double sumOverSizes(DoubleBinaryOperator function) {
        Map<Integer, Integer> rows = histogram(clusterSizes);
        Map<Integer, Integer> columns = histogram(classSizes);
        double sum = 0;
        for (Map.Entry<Integer, Integer> row : rows.entrySet()) {
            for (Map.Entry<Integer, Integer> column : columns.entrySet()) {
                double pairs = (double) row.getValue() * column.getValue();
                sum += pairs * function.applyAsDouble(row.getKey(), column.getKey());
            }
        }
        return sum;
    }

    private static Map<Integer, Integer> histogram(int[] sizes) {
        Map<Integer, Integer> histogram = new HashMap<>();
        for (int size : sizes) {
            histogram.merge(size, 1, Integer::sum);
        }
        return histogram;
    }

    private static int[] compact(int[] labels) {
        int[] known = Arrays.stream(labels).distinct().sorted().toArray();
        return Arrays.stream(labels)
                .map(label -> Arrays.binarySearch(known, label))
                .toArray();
    }

    private static int[] sizes(int[] labels) {
        int[] sizes = new int[Arrays.stream(labels).max().orElseThrow() + 1];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }
}
