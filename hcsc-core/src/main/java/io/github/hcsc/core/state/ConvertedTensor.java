package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/** The elements of a FLOAT16 or FLOAT64 tensor as FLOAT32: the former exactly, the latter rounded. */
record ConvertedTensor(TensorData source) implements TensorData {
    private static final int HALF_BIAS = 15;
    private static final int HALF_FRACTION_BITS = 10;

    @Override
    public DataType type() {
        return DataType.FLOAT32;
    }

    @Override
    public Shape shape() {
        return source.shape();
    }

    @Override
    public ByteBuffer bytes() {
        ByteBuffer from = source.bytes().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(shape().size() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        boolean isHalf = source.type() == DataType.FLOAT16;
        while (from.hasRemaining()) {
            to.putFloat(isHalf ? Halves.VALUES[from.getShort() & 0xffff] : (float) from.getDouble());
        }
        return to.flip();
    }

    /** All numbers of IEEE 754 binary16, by their bits. */
    private static final class Halves {
        static final float[] VALUES = new float[1 << Short.SIZE];

        static {
            for (int bits = 0; bits < VALUES.length; bits++) {
                VALUES[bits] = ofHalf((short) bits);
            }
        }
    }

    /** IEEE 754 binary16. */
    static float ofHalf(short half) {
        int exponent = half >> HALF_FRACTION_BITS & 0x1f;
        int fraction = half & 0x3ff;
        float size;
        if (exponent == 0x1f) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, 1 - HALF_BIAS - HALF_FRACTION_BITS);
        } else {
            size = Math.scalb((float) (fraction | 1 << HALF_FRACTION_BITS), exponent - HALF_BIAS - HALF_FRACTION_BITS);
        }
        return half < 0 ? -size : size;
    }

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
}
