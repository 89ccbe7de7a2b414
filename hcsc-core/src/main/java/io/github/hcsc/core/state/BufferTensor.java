package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements in memory. */
record BufferTensor(DataType type, Shape shape, ByteBuffer data) implements TensorData {
    BufferTensor {
        long expected = shape.size() * ElementType.of(type).size();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("a tensor of type " + type + " and shape " + shape + " must have "
                    + expected + " bytes, but was given " + data.remaining());
        }
    }

    @Override
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
