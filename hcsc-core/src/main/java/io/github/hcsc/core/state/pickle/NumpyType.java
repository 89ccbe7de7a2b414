package io.github.hcsc.core.state.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The type of a single NumPy number, such as a learning rate that went through NumPy. */
enum NumpyType {
    F8(8),
    F4(4),
    I8(8),
    I4(4),
    B1(1);

    private final int size;

    NumpyType(int size) {
        this.size = size;
    }

    /** A type, or what stands for one that is not read. */
    static Object named(String name) {
        return switch (name) {
            case "f8" -> F8;
            case "f4" -> F4;
            case "i8" -> I8;
            case "i4" -> I4;
            case "b1" -> B1;
            default -> new ForeignObject("numpy.dtype");
        };
    }

    /** The number itself, from its type and its little-endian bytes. */
    static Object scalar(Arguments arguments) throws Refusal {
        NumpyType type = arguments.at(0, NumpyType.class);
        ByteBuffer bytes = arguments.at(1, ByteBuffer.class).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != type.size) {
            throw new Refusal("its pickle has a NumPy number of " + bytes.remaining() + " bytes");
        }
        return switch (type) {
            case F8 -> (Object) bytes.getDouble();
            case F4 -> (double) bytes.getFloat();
            case I8 -> bytes.getLong();
            case I4 -> (long) bytes.getInt();
            case B1 -> bytes.get() != 0;
        };
    }
}
