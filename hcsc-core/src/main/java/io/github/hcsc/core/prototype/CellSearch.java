package io.github.hcsc.core.prototype;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Looks for the nearest leaf of each row among those of the few cells that are nearest to it.
 *
 * @param cells centroids of the cells
 * @param starts where the leaves of each cell begin, and where all end
 * @param near how many cells are looked into
 */
record CellSearch(float[][] cells, int[] starts, int near) implements RowSearch {

    @Override
    public int[] nearest(Points block, float[][] leaves) {
        int few = Math.min(near, cells.length);
        Members entries = Members.of(block.fewNearest(cells, few), cells.length);
        int size = block.here() * few;
        int[] labels = new int[size];
        float[] distances = new float[size];
        IntStream.range(0, cells.length)
                .parallel()
                .forEach(cell -> search(cell, block, entries.members(cell).toArray(), few, leaves, labels, distances));
        return IntStream.range(0, block.here())
                .map(row -> best(row * few, few, labels, distances))
                .toArray();
    }

    private void search(
            int cell, Points block, int[] entries, int few, float[][] leaves, int[] labels, float[] distances) {
        int first = starts[cell];
        float[][] own = Arrays.copyOfRange(leaves, first, starts[cell + 1]);
        if (entries.length == 0) {
            return;
        }
        int[] rows = IntStream.of(entries).map(entry -> entry / few).toArray();
        try (Points points = block.subset(rows)) {
            int[] nearest = points.nearest(own);
            float[] apart = points.squaredDistances(own, nearest);
            for (int i = 0; i < entries.length; i++) {
                labels[entries[i]] = first + nearest[i];
                distances[entries[i]] = apart[i];
            }
        }
    }

    private static int best(int from, int few, int[] labels, float[] distances) {
        int best = from;
        for (int entry = from + 1; entry < from + few; entry++) {
            boolean nearer = distances[entry] < distances[best];
            boolean lower = distances[entry] == distances[best] && labels[entry] < labels[best];
            best = nearer || lower ? entry : best;
        }
        return labels[best];
    }
}
