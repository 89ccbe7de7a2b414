package io.github.hcsc.train.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord files: each record is its length (uint64), a checksum of the length (uint32), the bytes, and a
 * checksum of the bytes (uint32), all little-endian.
 */
final class RecordFile {
    private static final int HEAD = 12;
    private static final int FOOT = 4;
    private static final int MASK_DELTA = 0xa282ead8;

    private RecordFile() {}

    /** Returns a record as it stands in a file. */
    static ByteBuffer frame(byte[] data) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + data.length + FOOT).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(data.length);
        frame.putInt(maskedCrc(frame.array(), 0, Long.BYTES));
        frame.put(data);
        frame.putInt(maskedCrc(data, 0, data.length));
        return frame.flip();
    }

    /**
     * Reads the record at the channel's position.
     *
     * @return its bytes; none where the file ends, or breaks off, or is damaged
     */
    static Optional<byte[]> next(SeekableByteChannel channel) throws IOException {
        Optional<ByteBuffer> head = read(channel, HEAD);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        long length = head.get().getLong();
        boolean sound = head.get().getInt() == maskedCrc(head.get().array(), 0, Long.BYTES);
        if (!sound || length < 0 || length > channel.size() - channel.position() - FOOT) {
            return Optional.empty();
        }
        Optional<ByteBuffer> body = read(channel, Math.toIntExact(length) + FOOT);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        byte[] data = new byte[(int) length];
        body.get().get(data);
        return body.get().getInt() == maskedCrc(data, 0, data.length) ? Optional.of(data) : Optional.empty();
    }

    /** Opens a file to read records. */
    static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file);
    }

    private static Optional<ByteBuffer> read(SeekableByteChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(buffer.flip());
    }

    /** A checksum of data that holds checksums would be weak, so TensorFlow turns and shifts them. */
    private static int maskedCrc(byte[] data, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, start, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
