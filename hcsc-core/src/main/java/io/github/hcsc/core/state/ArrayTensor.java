package io.github.hcsc.core.state;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of an engine's array. */
record ArrayTensor(NDArray array, DataType type, Shape shape) implements TensorData {
    ArrayTensor(NDArray array) {
        this(array, array.getDataType(), array.getShape());
    }

    ArrayTensor {
        ElementType.of(type);
    }

    @Override
    public ByteBuffer bytes() {
        return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
