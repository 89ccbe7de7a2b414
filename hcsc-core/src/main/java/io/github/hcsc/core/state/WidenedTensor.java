package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/** Elements stored as bfloat16, the upper halves of 32-bit floats. */
record WidenedTensor(Shape shape, Supplier<ByteBuffer> halves) implements TensorData {
    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public ByteBuffer bytes() {
        ByteBuffer narrow = halves.get().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer wide = ByteBuffer.allocate(Math.multiplyExact(narrow.remaining(), 2));
        wide.order(ByteOrder.LITTLE_ENDIAN);
        while (narrow.hasRemaining()) {
            wide.putShort((short) 0).putShort(narrow.getShort());
        }
        return wide.flip();
    }
}
