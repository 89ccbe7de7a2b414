package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The elements of a tensor in a file, compared with their checksum whenever they are read.
 *
 * @param slice where they lie
 * @param tensor its name
 * @param expected the checksum, none if the file has none
 */
record CheckedSlice(FileSlice slice, String tensor, Optional<Integer> expected) {

    ByteBuffer read() {
        ByteBuffer bytes = slice.read();
        try {
            if (expected.isPresent()) {
                require(Checksums.of(bytes));
            }
        } catch (StateFormatException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    void copyTo(WritableByteChannel target) throws IOException {
        ChecksumChannel summing = new ChecksumChannel(target);
        slice.copyTo(summing);
        require(summing.sum());
    }

    private void require(int found) throws StateFormatException {
        if (expected.isPresent() && expected.orElseThrow() != found) {
            HexFormat hex = HexFormat.of();
            throw new StateFormatException(
                    slice.file().path(),
                    "is damaged: tensor " + tensor + " is not what was written (CRC-32C " + hex.toHexDigits(found)
                            + " instead of " + hex.toHexDigits(expected.orElseThrow())
                            + "); use a copy of the file or write it anew");
        }
    }

    /** Elements that lie in a file as they are wanted. */
    record FileTensor(DataType type, Shape shape, CheckedSlice slice) implements TensorData {
        @Override
        public ByteBuffer bytes() {
            return slice.read();
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            slice.copyTo(channel);
        }
    }
}
