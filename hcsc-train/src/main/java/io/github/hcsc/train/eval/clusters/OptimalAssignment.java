package io.github.hcsc.train.eval.clusters;

import java.util.Arrays;

/**
 * Gives each row a column of its own such that the sum of the chosen values is largest: the Hungarian method by shortest
 * augmenting paths, in O(rows² columns).
 */
final class OptimalAssignment {
    private static final int NOBODY = -1;

    private final int[][] values;
    private final long[] rowPotential;
    private final long[] columnPotential;
    private final int[] rowOf;

    private OptimalAssignment(int[][] values) {
        this.values = values;
        int columns = values[0].length;
        if (values.length > columns) {
            throw new IllegalArgumentException(
                    "rows must not be more than the " + columns + " columns, but were " + values.length);
        }
        rowPotential = new long[values.length];
        columnPotential = new long[columns];
        rowOf = new int[columns];
        Arrays.fill(rowOf, NOBODY);
    }

    /**
     * Returns the largest sum.
     *
     * @param values at least one row, not more rows than columns
     */
    static long largestSum(int[][] values) {
        OptimalAssignment assignment = new OptimalAssignment(values);
        for (int row = 0; row < values.length; row++) {
            assignment.place(row);
        }
        long sum = 0;
        for (int column = 0; column < assignment.rowOf.length; column++) {
            if (assignment.rowOf[column] != NOBODY) {
                sum += values[assignment.rowOf[column]][column];
            }
        }
        return sum;
    }

    /** Finds the cheapest chain of changes that gives a further row a column, as Dijkstra's algorithm does. */
    private void place(int newRow) {
        int columns = rowOf.length;
        long[] distance = new long[columns];
        int[] before = new int[columns];
        boolean[] settled = new boolean[columns];
        Arrays.fill(distance, Long.MAX_VALUE);
        Arrays.fill(before, NOBODY);
        int row = newRow;
        int column = NOBODY;
        long reached = 0;
        do {
            int nearest = NOBODY;
            for (int c = 0; c < columns; c++) {
                if (settled[c]) {
                    continue;
                }
                long through = reached + cost(row, c);
                if (through < distance[c]) {
                    distance[c] = through;
                    before[c] = column;
                }
                if (nearest == NOBODY || distance[c] < distance[nearest]) {
                    nearest = c;
                }
            }
            column = nearest;
            reached = distance[column];
            settled[column] = true;
            row = rowOf[column];
        } while (row != NOBODY);
        updatePotentials(newRow, settled, distance, reached);
        change(newRow, column, before);
    }

    private long cost(int row, int column) {
        return -values[row][column] - rowPotential[row] - columnPotential[column];
    }

    private void updatePotentials(int newRow, boolean[] settled, long[] distance, long reached) {
        rowPotential[newRow] += reached;
        for (int column = 0; column < settled.length; column++) {
            if (settled[column]) {
                long rest = reached - distance[column];
                columnPotential[column] -= rest;
                if (rowOf[column] != NOBODY) {
                    rowPotential[rowOf[column]] += rest;
                }
            }
        }
    }

    private void change(int newRow, int last, int[] before) {
        int column = last;
        while (before[column] != NOBODY) {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }
        rowOf[column] = newRow;
    }
}
