package io.github.hcsc.core.distributed;

/**
 * The rows of a table that one process holds, where each has an equal share, all in order.
 *
 * @param from the first row
 * @param to the row after the last
 */
public record Shard(int from, int to) {

    /** Returns the share of this process in {@code rows} rows; empty if there are fewer rows than processes. */
    public static Shard of(Collectives group, int rows) {
        return new Shard(boundary(rows, group.rank(), group.size()), boundary(rows, group.rank() + 1, group.size()));
    }

    private static int boundary(int rows, int rank, int size) {
        return (int) ((long) rows * rank / size);
    }

    /** Returns the number of rows. */
    public int size() {
        return to - from;
    }
}
