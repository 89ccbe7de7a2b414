package io.github.hcsc.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The work on one batch.
 *
 * @param rows rows of each view
 * @param images the images that have a view here, by their index in the source
 * @param places for each of these images and each view its row, or {@link #ELSEWHERE}
 */
@SuppressWarnings("ArrayRecordComponent")
record RowPlan(int rows, int[] images, int[][] places) {

    /** The row of a view that is not made here. */
    static final int ELSEWHERE = -1;

    /**
     * Plans a batch.
     *
     * @param indices the images of the batch, by their index in the source
     * @param positions for each view and row the position of its image in the batch
     */
    static RowPlan of(int[] indices, int[][] positions) {
        int[][] places = new int[indices.length][];
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
        int[] needed = IntStream.range(0, indices.length)
                .filter(position -> places[position] != null)
                .toArray();
        return new RowPlan(
                positions[0].length,
                Arrays.stream(needed).map(position -> indices[position]).toArray(),
                Arrays.stream(needed).mapToObj(position -> places[position]).toArray(int[][]::new));
    }
}
