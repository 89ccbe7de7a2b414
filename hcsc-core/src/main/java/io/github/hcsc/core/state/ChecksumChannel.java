package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/** Passes bytes on and sums them up. */
final class ChecksumChannel implements WritableByteChannel {
    private final WritableByteChannel target;
    private final CRC32C sum = new CRC32C();

    ChecksumChannel(WritableByteChannel target) {
        this.target = target;
    }

    int sum() {
        return (int) sum.getValue();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        ByteBuffer written = bytes.duplicate();
        int count = target.write(bytes);
        sum.update(written.limit(written.position() + count));
        return count;
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    /** Leaves the target to whoever opened it. */
    @Override
    public void close() {}
}
