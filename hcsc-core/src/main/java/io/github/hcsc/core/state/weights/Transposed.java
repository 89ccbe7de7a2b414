package io.github.hcsc.core.state.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A FLOAT32 matrix with rows and columns exchanged. */
record Transposed(TensorData matrix) implements TensorData {
    Transposed {
        if (matrix.type() != DataType.FLOAT32 || matrix.shape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "a queue must be a float32 matrix, but was " + matrix.type() + matrix.shape());
        }
    }

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return new Shape(matrix.shape().get(1), matrix.shape().get(0));
    }

    @Override
    public ByteBuffer bytes() {
        float[] values = matrix.toFloats();
        int columns = (int) matrix.shape().get(1);
        ByteBuffer turned = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < columns; column++) {
            for (int i = column; i < values.length; i += columns) {
                turned.putFloat(values[i]);
            }
        }
        return turned.flip();
    }
}
