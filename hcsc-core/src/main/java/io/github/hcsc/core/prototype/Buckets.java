package io.github.hcsc.core.prototype;

import io.github.hcsc.core.distributed.Collectives;
import io.github.hcsc.core.distributed.Shard;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The rows of each cell, one cell after another in a file, so that each can be clustered by itself.
 *
 * <p>Where a row goes depends on the labels alone, so a copy that was stopped goes on, and processes write side by side.
 */
final class Buckets implements AutoCloseable {
    private static final String STAGE = "buckets";
    private static final String BLOCKS = "blocks";

    private final FileChannel file;
    private final int dimension;
    private final long[] starts; // of the cells, in rows

    private Buckets(FileChannel file, int dimension, long[] starts) {
        this.file = file;
        this.dimension = dimension;
        this.starts = starts;
    }

    /** Copies rows by their cells; what a stopped call has copied is not copied again. */
    static Buckets of(RowSource rows, int[] labels, int cells, Path path, Collectives group, Stages stages)
            throws IOException {
        long[] starts = new long[cells + 1];
        for (int label : labels) {
            starts[label + 1]++;
        }
        Arrays.parallelPrefix(starts, Long::sum);
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Buckets buckets = new Buckets(file, rows.dimension(), starts);
        try {
            buckets.copy(rows, labels, group, stages);
            return buckets;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void copy(RowSource rows, int[] labels, Collectives group, Stages stages) throws IOException {
        Shard own = Shard.of(group, RowBlocks.count(rows));
        int done = stages.find(STAGE)
                .map(state -> Math.toIntExact(state.get(BLOCKS).toLongs()[0]))
                .orElse(0);
        long[] next = starts.clone();
        int before = (int) Math.min(labels.length, (long) (own.from() + done) * RowBlocks.ROWS);
        for (int row = 0; row < before; row++) {
            next[labels[row]]++;
        }
        RowBlocks.forEach(rows, own.from() + done, own.to(), (block, values) -> {
            write(values, labels, block * RowBlocks.ROWS, next);
            if (stages.due() || block == own.to() - 1) {
                file.force(false);
                long[] blocks = {block + 1L - own.from()};
                stages.keep(
                        STAGE,
                        StateDict.builder()
                                .put(BLOCKS, TensorData.of(blocks, 1))
                                .build());
            }
        });
        group.barrier();
    }

    private void write(float[] values, int[] labels, int first, long[] next) throws IOException {
        int size = values.length / dimension;
        Members members = Members.of(Arrays.copyOfRange(labels, first, first + size), starts.length - 1);
        for (int cell = 0; cell < starts.length - 1; cell++) {
            int[] rows = members.members(cell).toArray();
            if (rows.length == 0) {
                continue;
            }
            ByteBuffer bytes = littleEndian((long) rows.length * rowBytes());
            for (int row : rows) {
                for (int j = row * dimension; j < (row + 1) * dimension; j++) {
                    bytes.putFloat(values[j]);
                }
            }
            bytes.flip();
            long at = next[cell] * rowBytes();
            while (bytes.hasRemaining()) {
                file.write(bytes, at + bytes.position());
            }
            next[cell] += rows.length;
        }
    }

    private long rowBytes() {
        return (long) dimension * Float.BYTES;
    }

    private static ByteBuffer littleEndian(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the number of rows of each cell. */
    long[] sizes() {
        long[] sizes = new long[starts.length - 1];
        Arrays.setAll(sizes, cell -> starts[cell + 1] - starts[cell]);
        return sizes;
    }

    /** Returns the rows of a cell. */
    RowSource rows(int cell) {
        return new Bucket(starts[cell], starts[cell + 1] - starts[cell]);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Bucket implements RowSource {
        private final long start;
        private final long count;

        Bucket(long start, long count) {
            this.start = start;
            this.count = count;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public int dimension() {
            return dimension;
        }

        @Override
        public void read(long first, int rows, float[] to, int at) throws IOException {
            ByteBuffer bytes = littleEndian(rows * rowBytes());
            while (bytes.hasRemaining()) {
                if (file.read(bytes, (start + first) * rowBytes() + bytes.position()) < 0) {
                    throw new EOFException("the copy of the rows ends before its time; remove it and begin anew");
                }
            }
            bytes.flip();
            bytes.asFloatBuffer().get(to, at, rows * dimension);
        }
    }
}
