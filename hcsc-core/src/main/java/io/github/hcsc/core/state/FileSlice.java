package io.github.hcsc.core.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A range of bytes of a file, read when asked for.
 *
 * @param file the file
 * @param offset first byte
 * @param length number of bytes
 */
public record FileSlice(SourceFile file, long offset, long length) {
    /** Checks that the range lies inside the file. */
    public FileSlice {
        if (offset < 0 || length < 0 || offset > file.size() - length) {
            throw new IllegalArgumentException("a slice must lie inside the " + file.size() + " bytes of " + file.path()
                    + ", but was " + length + " bytes at " + offset);
        }
    }

    /**
     * The range {@code [from, from + count)} of this one.
     *
     * @param from first byte, counted from this slice's start
     * @param count number of bytes
     */
    public FileSlice slice(long from, long count) {
        if (from < 0 || count < 0 || from > length - count) {
            throw new IllegalArgumentException(
                    "a part must lie inside " + length + " bytes, but was " + count + " bytes at " + from);
        }
        return new FileSlice(file, offset + from, count);
    }

    /**
     * Reads the bytes, little-endian.
     *
     * @throws UncheckedIOException if the file cannot be read, has changed, or the range exceeds 2 GiB
     */
    public ByteBuffer read() {
        if (length > Integer.MAX_VALUE - 8) {
            throw new UncheckedIOException(new StateFormatException(
                    file.path(), "a tensor of " + length + " bytes cannot be held at once; the most is 2 GiB"));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = file.open()) {
            ByteChannels.read(channel, offset, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    /** Copies the bytes of any number, in pieces. */
    void copyTo(WritableByteChannel target) throws IOException {
        try (FileChannel channel = file.open()) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(length, ByteChannels.PIECE));
            for (long done = 0; done < length; done += piece.limit()) {
                piece.clear().limit((int) Math.min(piece.capacity(), length - done));
                ByteChannels.read(channel, offset + done, piece);
                ByteChannels.write(target, piece.flip());
            }
        }
    }
}
