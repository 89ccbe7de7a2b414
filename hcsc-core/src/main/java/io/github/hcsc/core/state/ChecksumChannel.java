package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.zip.CRC32C;

/** Passes bytes on and sums them up; much at a time is summed while it is written. */
final class ChecksumChannel implements WritableByteChannel {
    private static final int MUCH = 1 << 18;

    private final WritableByteChannel target;
    private final CRC32C sum = new CRC32C();

    ChecksumChannel(WritableByteChannel target) {
        this.target = target;
    }

    int sum() {
        return (int) sum.getValue();
    }

    /** Writes all of the bytes. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        ByteBuffer same = bytes.duplicate();
        if (count < MUCH) {
            sum.update(same);
            writeAll(bytes);
            return count;
        }
        // Joining does the work here where no other thread has begun with it, as on a busy machine.
        ForkJoinTask<?> summed = ForkJoinPool.commonPool().submit(() -> sum.update(same));
        try {
            writeAll(bytes);
        } finally {
            summed.join();
        }
        return count;
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    /** Leaves the target to whoever opened it. */
    @Override
    public void close() {}
}
