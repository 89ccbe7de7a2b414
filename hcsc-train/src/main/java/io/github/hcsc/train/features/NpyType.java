package io.github.hcsc.train.features;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.TensorData;
import java.nio.ByteBuffer;

/** The numbers that a file of features may hold. */
enum NpyType {
    F2(2) {
        @Override
        TensorData tensor(ByteBuffer bytes, Shape shape) {
            return TensorData.of(DataType.FLOAT16, shape, bytes);
        }
    },
    F4(4) {
        @Override
        TensorData tensor(ByteBuffer bytes, Shape shape) {
            return TensorData.of(DataType.FLOAT32, shape, bytes);
        }
    },
    F8(8) {
        @Override
        TensorData tensor(ByteBuffer bytes, Shape shape) {
            return TensorData.of(DataType.FLOAT64, shape, bytes);
        }
    },
    BF16(2) {
        @Override
        TensorData tensor(ByteBuffer bytes, Shape shape) {
            return TensorData.ofBfloat16(shape, bytes::duplicate);
        }
    };

    private final int size;

    NpyType(int size) {
        this.size = size;
    }

    /** Returns the bytes of a number. */
    int size() {
        return size;
    }

    /** Wraps little-endian numbers. */
    abstract TensorData tensor(ByteBuffer bytes, Shape shape);

    /** Returns little-endian numbers as floats: rounded where they are doubles, else exactly. */
    float[] floats(ByteBuffer bytes) {
        return tensor(bytes, new Shape(bytes.remaining() / size)).asFloat32().toFloats();
    }
}
