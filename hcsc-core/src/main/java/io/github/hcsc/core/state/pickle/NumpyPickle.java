package io.github.hcsc.core.state.pickle;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.TensorData;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes pickles whose tensors are NumPy arrays, for Python's {@code pickle.load}. */
public final class NumpyPickle {
    private static final int PROTOCOL = 3;
    /** What an array is made with before it gets its state: the type code of a byte. */
    private static final TensorData BYTE_CODE =
            TensorData.of(DataType.UINT8, new Shape(1), ByteBuffer.wrap(new byte[] {'b'}));

    private NumpyPickle() {}

    /**
     * Writes or replaces a file as a whole or not at all; one tensor is in memory at a time.
     *
     * @param path the file
     * @param root maps, lists, strings, numbers, booleans, {@code Optional.empty()} for None, and tensors
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, Object root) throws IOException {
        AtomicFile.write(path, channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            new PickleWriter(out, PROTOCOL, (writer, tensor, trainable) -> array(writer, tensor)).writeAll(root);
            out.flush();
        });
    }

    private static void array(PickleWriter writer, TensorData tensor) throws IOException {
        writer.global("numpy.core.multiarray", "_reconstruct").op(Opcode.MARK);
        writer.global("numpy", "ndarray").tuple(List.of(0)).bytes(BYTE_CODE);
        writer.op(Opcode.TUPLE).op(Opcode.REDUCE).op(Opcode.MARK);
        writer.write(1).tuple(TorchArchive.sizes(tensor));
        writer.global("numpy", "dtype").tuple(List.of(code(tensor.type()), false, true));
        writer.op(Opcode.REDUCE);
        Object none = Optional.empty();
        writer.tuple(List.of(3, "<", none, none, none, -1, -1, 0)).op(Opcode.BUILD);
        writer.write(false).bytes(tensor).op(Opcode.TUPLE).op(Opcode.BUILD);
    }

    private static String code(DataType type) {
        return switch (type) {
            case FLOAT64 -> "f8";
            case FLOAT32 -> "f4";
            case FLOAT16 -> "f2";
            case INT64 -> "i8";
            case INT32 -> "i4";
            case INT8 -> "i1";
            case UINT8 -> "u1";
            case BOOLEAN -> "b1";
            default -> throw new IllegalArgumentException("a tensor of type " + type + " cannot be stored");
        };
    }
}
