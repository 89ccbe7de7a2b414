package io.github.hcsc.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The work on one batch.
 *
 * @param rows rows of each view
 * @param positions the positions in the batch of the images that have a view here
 * @param places for each of these images and each view its row, or {@link #ELSEWHERE}
 */
@SuppressWarnings("ArrayRecordComponent")
record RowPlan(int rows, int[] positions, int[][] places) {

    /** The row of a view that is not made here. */
    static final int ELSEWHERE = -1;

    /**
     * Plans a batch.
     *
     * @param size images of the batch
     * @param positions for each view and row the position of its image in the batch
     */
    static RowPlan of(int size, int[][] positions) {
        int[][] places = new int[size][];
        for (int v = 0; v < positions.length; v++) {
            for (int row = 0; row < positions[v].length; row++) {
                int position = positions[v][row];
                if (places[position] == null) {
                    places[position] = new int[positions.length];
                    Arrays.fill(places[position], ELSEWHERE);
                }
                places[position][v] = row;
            }
        }
        int[] needed = IntStream.range(0, size)
                .filter(position -> places[position] != null)
                .toArray();
        return new RowPlan(
                positions[0].length,
                needed,
                Arrays.stream(needed).mapToObj(position -> places[position]).toArray(int[][]::new));
    }
}
