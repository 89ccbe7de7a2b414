package io.github.hcsc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Direct memory for batches, used again and again: one buffer for each view, long enough for a full batch. */
final class BufferPool {
    private final int rows;
    private final int[] capacities;
    private final Queue<List<ByteBuffer>> free = new ConcurrentLinkedQueue<>();

    BufferPool(int rows, int[] viewBytes) {
        this.rows = rows;
        capacities =
                Arrays.stream(viewBytes).map(bytes -> capacity(rows, bytes)).toArray();
    }

    private static int capacity(int rows, int viewBytes) {
        long bytes = (long) rows * viewBytes;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "one view of a batch must be smaller than 2 GB, but was %,d bytes; choose a smaller batch",
                    bytes));
        }
        return (int) bytes;
    }

    /** Returns how many rows fit into a buffer. */
    int rows() {
        return rows;
    }

    List<ByteBuffer> take() {
        List<ByteBuffer> buffers = free.poll();
        if (buffers != null) {
            buffers.forEach(ByteBuffer::clear);
            return buffers;
        }
        return Arrays.stream(capacities)
                .mapToObj(bytes -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()))
                .toList();
    }

    void giveBack(List<ByteBuffer> buffers) {
        free.add(buffers);
    }
}
