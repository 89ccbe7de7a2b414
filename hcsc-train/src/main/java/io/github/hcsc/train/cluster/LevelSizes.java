package io.github.hcsc.train.cluster;

import java.util.ArrayList;
import java.util.List;

/** How many nodes the levels of a tree get, finest first: each a third of the one below, until at most thirty are left. */
public final class LevelSizes {
    /** The fewest rows that a leaf may have in the mean. */
    public static final int FEWEST_ROWS = 8;

    private static final int STEP = 3;
    private static final int MOST_ON_TOP = 30;
    private static final int MOST_LEAVES = 250_000;

    private LevelSizes() {}

    /**
     * Chooses.
     *
     * @param rows to be clustered
     * @param leafSize rows that a leaf should have in the mean
     * @return the number of nodes of each level, finest first
     * @throws IllegalArgumentException if there are too few rows for two leaves
     */
    public static List<Integer> of(long rows, int leafSize) {
        if (leafSize < FEWEST_ROWS || rows < 2L * FEWEST_ROWS) {
            throw new IllegalArgumentException("a tree must have at least " + FEWEST_ROWS
                    + " rows a leaf and two leaves," + " but was to have " + leafSize + " of " + rows + " rows");
        }
        double count = (double) Math.max(2, Math.min(rows / leafSize, MOST_LEAVES));
        List<Integer> sizes = new ArrayList<>(List.of((int) count));
        while (sizes.get(sizes.size() - 1) > MOST_ON_TOP) {
            count /= STEP;
            sizes.add((int) Math.round(count));
        }
        return List.copyOf(sizes);
    }
}
