package io.github.hcsc.train;

import io.github.hcsc.core.encoder.BatchGroups;
import io.github.hcsc.train.config.ConfigException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the rows of a process are cut into chunks that pass an encoder one after the other.
 *
 * @param rows images of a view in this process
 * @param size images of a chunk; the last may be smaller
 */
record Chunks(int rows, int size) {

    /**
     * A chunk.
     *
     * @param from its first row
     * @param to the row after its last
     */
    record Chunk(int from, int to) {}

    /** All rows at once. */
    static Chunks whole(int rows) {
        return new Chunks(rows, rows);
    }

    /**
     * Checks that a size is exact: where an image's feature depends on the others of its batch-norm group, no group is cut.
     *
     * @param groups groups that the rows consist of
     * @throws ConfigException if a group would be cut, naming the nearest sizes that cut none
     */
    static Chunks of(int rows, int size, BatchGroups groups, boolean crossesImages) {
        int group = crossesImages ? rows / groups.count() : 1;
        if (size < rows && size % group != 0) {
            int below = Math.max(group, size / group * group);
            int above = Math.min(rows, (size / group + 1) * group);
            throw new ConfigException("run.microBatch must be a multiple of " + group
                    + ", the images of a batch-norm group, which this encoder must see together, but was " + size
                    + ". Set it to " + (below == above ? "" + below : below + " or " + above)
                    + ", or choose more groups: encoder.bnGroups");
        }
        return new Chunks(rows, Math.min(size, rows));
    }

    boolean isWhole() {
        return size == rows;
    }

    List<Chunk> all() {
        return IntStream.range(0, (rows + size - 1) / size)
                .mapToObj(i -> new Chunk(i * size, Math.min(rows, (i + 1) * size)))
                .toList();
    }

    /** Returns the batch-norm groups that a chunk consists of, one where it is less than a group. */
    BatchGroups groups(Chunk chunk, BatchGroups all) {
        int group = rows / all.count();
        return all.part(chunk.from / group, Math.max(1, (chunk.to - chunk.from) / group));
    }
}
