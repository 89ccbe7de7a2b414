package io.github.hcsc.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * A matrix that is brought from its device some rows at a time, so that its size is bounded by the device alone.
 *
 * @param matrix float32 {@code [n, d]}
 */
record Rows(NDArray matrix) implements TensorData {
    private static final long CHUNK_BYTES = 64 << 20;

    /** Takes some rows. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes the next rows.
         *
         * @param first the position of the first of them
         * @param values little-endian floats, row after row
         */
        void accept(long first, ByteBuffer values) throws IOException;
    }

    Rows {
        if (matrix.getShape().dimension() != 2 || matrix.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "features must be a float32 matrix, but were " + matrix.getDataType() + " " + matrix.getShape());
        }
    }

    long count() {
        return matrix.size(0);
    }

    int width() {
        return Math.toIntExact(matrix.size(1));
    }

    /** Hands over all rows in order. */
    void forEachChunk(Sink sink) throws IOException {
        long chunk = Math.max(1, CHUNK_BYTES / (Float.BYTES * matrix.size(1)));
        for (long first = 0; first < count(); first += chunk) {
            try (NDArray some = matrix.get(new NDIndex().addSliceDim(first, Math.min(count(), first + chunk)))) {
                sink.accept(first, some.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return matrix.getShape();
    }

    @Override
    public ByteBuffer bytes() {
        return matrix.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        forEachChunk((first, values) -> {
            while (values.hasRemaining()) {
                channel.write(values);
            }
        });
    }
}
