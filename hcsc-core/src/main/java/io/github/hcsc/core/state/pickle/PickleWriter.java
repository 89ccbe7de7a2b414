package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes values as a pickle that Python and PyTorch read; what a tensor becomes is up to a {@link TensorCode}. */
final class PickleWriter {
    private final OutputStream out;
    private final TensorCode tensors;

    /** How a tensor is written. */
    @FunctionalInterface
    interface TensorCode {
        void write(PickleWriter writer, TensorData tensor, boolean trainable) throws IOException;
    }

    /**
     * Starts a pickle.
     *
     * @param out where to
     * @param protocol of pickle; raw bytes need 3
     * @param tensors how tensors are written
     */
    PickleWriter(OutputStream out, int protocol, TensorCode tensors) throws IOException {
        this.out = out;
        this.tensors = tensors;
        op(Opcode.PROTO).u8(protocol);
    }

    void writeAll(Object root) throws IOException {
        write(root);
        op(Opcode.STOP);
    }

    PickleWriter write(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            op(Opcode.EMPTY_DICT).entries(map);
        } else if (value instanceof StateDict state) {
            global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE);
            entries(state.tensors());
        } else if (value instanceof List<?> list) {
            op(Opcode.EMPTY_LIST).op(Opcode.MARK).all(list).op(Opcode.APPENDS);
        } else if (value instanceof ScriptObject object) {
            global(object.module(), object.name()).op(Opcode.EMPTY_TUPLE).op(Opcode.NEWOBJ);
            write(object.attributes()).op(Opcode.BUILD);
        } else if (value instanceof TensorData tensor) {
            tensors.write(this, tensor, false);
        } else if (value instanceof ScriptParameter parameter) {
            tensors.write(this, parameter.tensor(), true);
        } else {
            scalar(value);
        }
        return this;
    }

    private void scalar(Object value) throws IOException {
        if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op(Opcode.BINUNICODE).i32(utf8.length);
            out.write(utf8);
        } else if (value instanceof Boolean flag) {
            op(flag ? Opcode.NEWTRUE : Opcode.NEWFALSE);
        } else if (value instanceof Integer || value instanceof Long) {
            integer(((Number) value).longValue());
        } else if (value instanceof Double number) {
            op(Opcode.BINFLOAT);
            out.write(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        } else if (value.equals(Optional.empty())) {
            op(Opcode.NONE);
        } else {
            throw new IllegalArgumentException("a saved value must be a string, a number, a boolean, a list, a map or"
                    + " a tensor, but was a " + value.getClass().getName());
        }
    }

    private void integer(long value) throws IOException {
        if (value == (int) value) {
            op(Opcode.BININT).i32((int) value);
        } else {
            op(Opcode.LONG1).u8(Long.BYTES);
            out.write(littleEndian(Long.BYTES).putLong(value).array());
        }
    }

    private void entries(Map<?, ?> map) throws IOException {
        op(Opcode.MARK);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(entry.getKey()).write(entry.getValue());
        }
        op(Opcode.SETITEMS);
    }

    PickleWriter tuple(List<?> values) throws IOException {
        return op(Opcode.MARK).all(values).op(Opcode.TUPLE);
    }

    private PickleWriter all(List<?> values) throws IOException {
        for (Object value : values) {
            write(value);
        }
        return this;
    }

    PickleWriter global(String module, String name) throws IOException {
        op(Opcode.GLOBAL);
        out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The elements of a tensor as a string of bytes. */
    PickleWriter bytes(TensorData tensor) throws IOException {
        op(Opcode.BINBYTES).i32(Math.toIntExact(tensor.byteCount()));
        tensor.writeTo(Channels.newChannel(out));
        return this;
    }

    PickleWriter op(int opcode) throws IOException {
        return u8(opcode);
    }

    private PickleWriter u8(int value) throws IOException {
        out.write(value);
        return this;
    }

    private void i32(int value) throws IOException {
        out.write(littleEndian(Integer.BYTES).putInt(value).array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
