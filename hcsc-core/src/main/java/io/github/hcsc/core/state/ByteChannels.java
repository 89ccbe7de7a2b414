package io.github.hcsc.core.state;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Whole transfers in pieces: the JDK copies what it is given through a native buffer of the same size. */
final class ByteChannels {
    static final int PIECE = 1 << 18;

    private ByteChannels() {}

    /** Writes everything that remains, leaving the buffer's own position alone. */
    static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        int end = rest.limit();
        while (rest.position() < end) {
            rest.limit(rest.position() + Math.min(PIECE, end - rest.position()));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    /** Fills the buffer from the file's given place on. */
    static void read(FileChannel channel, long offset, ByteBuffer bytes) throws IOException {
        long position = offset;
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(bytes.position() + Math.min(PIECE, end - bytes.position()));
            int count = channel.read(bytes, position);
            if (count < 0) {
                throw new EOFException("the file ends at byte " + position);
            }
            position += count;
        }
    }
}
