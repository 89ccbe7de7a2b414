package io.github.hcsc.train.distributed;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.distributed.ShardedRows;
import io.github.hcsc.core.state.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/**
 * Rows that lie spread over the processes of a job, as a tensor that one of them writes piece by piece. Meanwhile each of
 * the others must {@linkplain #sendToWriter give its rows}.
 *
 * @param rows the rows, float32
 * @param count how many there are
 */
public record ShardedTensor(ShardedRows rows, long count) implements TensorData {

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return new Shape(count, rows.own().size(1));
    }

    @Override
    public ByteBuffer bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        try {
            rows.visit(piece -> write(channel, piece.toByteBuffer()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(WritableByteChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the rows of this process to the one that writes. */
    public void sendToWriter() {
        rows.visit(piece -> {});
    }
}
