package io.github.hcsc.core.state;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.ConvertedTensor.WidenedTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.function.Supplier;

/**
 * A tensor to be stored or just read: its type, its shape, and its elements on demand.
 *
 * <p>The element types are FLOAT64, FLOAT32, FLOAT16, INT64, INT32, INT8, UINT8 and BOOLEAN.
 */
public interface TensorData {
    /** The type of the elements. */
    DataType type();

    /** The shape; an empty one is a scalar. */
    Shape shape();

    /**
     * The elements in row-major order, little-endian, from position to limit.
     *
     * @throws UncheckedIOException if they come from a file that cannot be read, or are more than 2 GiB
     */
    ByteBuffer bytes();

    /**
     * Writes the elements as {@link #bytes()} has them. A source larger than 2 GiB overrides this to write in pieces.
     *
     * @param channel where to
     * @throws IOException if the channel fails
     */
    default void writeTo(WritableByteChannel channel) throws IOException {
        ByteChannels.write(channel, bytes());
    }

    /** Bytes of all elements. */
    default long byteCount() {
        return shape().size() * ElementType.of(type()).size();
    }

    /**
     * A new array with these elements, on the manager's device and owned by it.
     *
     * @param manager the owner
     */
    default NDArray toArray(NDManager manager) {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(Math.toIntExact(byteCount())).order(ByteOrder.nativeOrder());
        return manager.create(direct.put(bytes()).flip(), shape(), type());
    }

    /**
     * The elements of a FLOAT32 tensor.
     *
     * @throws IllegalStateException if the type is another
     */
    default float[] toFloats() {
        requireType(DataType.FLOAT32);
        float[] values = new float[Math.toIntExact(shape().size())];
        bytes().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /**
     * The elements of an INT64 tensor.
     *
     * @throws IllegalStateException if the type is another
     */
    default long[] toLongs() {
        requireType(DataType.INT64);
        long[] values = new long[Math.toIntExact(shape().size())];
        bytes().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
        return values;
    }

    /** This tensor as FLOAT32 if it has another floating type: FLOAT16 exactly, FLOAT64 rounded. Integers stay as they are. */
    default TensorData asFloat32() {
        boolean floating = type() == DataType.FLOAT16 || type() == DataType.FLOAT64;
        return floating ? new ConvertedTensor(this) : this;
    }

    private void requireType(DataType expected) {
        if (type() != expected) {
            throw new IllegalStateException("the tensor's type must be " + expected + ", but was " + type());
        }
    }

    /**
     * The elements of an array, copied from its device only when asked for; the array must live until then.
     *
     * @param array the array, of any layout
     */
    static TensorData of(NDArray array) {
        return new ArrayTensor(array);
    }

    /**
     * Elements in memory.
     *
     * @param type the type
     * @param shape the shape
     * @param bytes row-major and little-endian, from position to limit; not copied
     */
    static TensorData of(DataType type, Shape shape, ByteBuffer bytes) {
        return new BufferTensor(type, shape, bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * A FLOAT32 tensor.
     *
     * @param values the elements, copied
     * @param shape the shape
     */
    static TensorData of(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return of(DataType.FLOAT32, new Shape(shape), bytes);
    }

    /**
     * An INT64 tensor.
     *
     * @param values the elements, copied
     * @param shape the shape
     */
    static TensorData of(long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return of(DataType.INT64, new Shape(shape), bytes);
    }

    /**
     * A FLOAT32 tensor from bfloat16 values, which are the upper halves of such floats.
     *
     * @param shape the shape
     * @param halves gives the values, row-major and little-endian
     */
    static TensorData ofBfloat16(Shape shape, Supplier<ByteBuffer> halves) {
        return new WidenedTensor(shape, halves);
    }
}
