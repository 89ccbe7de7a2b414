package io.github.hcsc.train.features;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.state.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/**
 * Rows as a float32 tensor {@code [n, d]} to be written, which need not be in memory.
 *
 * @param rows where they are
 */
public record RowTensor(RowSource rows) implements TensorData {
    private static final int BLOCK = 8192;

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return new Shape(rows.count(), rows.dimension());
    }

    @Override
    public ByteBuffer bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            writeTo(Channels.newChannel(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        float[] values = new float[BLOCK * rows.dimension()];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long first = 0; first < rows.count(); first += BLOCK) {
            int some = (int) Math.min(BLOCK, rows.count() - first);
            rows.read(first, some, values, 0);
            bytes.clear().asFloatBuffer().put(values, 0, some * rows.dimension());
            bytes.limit(some * rows.dimension() * Float.BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
