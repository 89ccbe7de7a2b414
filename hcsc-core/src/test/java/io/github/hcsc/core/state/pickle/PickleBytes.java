package io.github.hcsc.core.state.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Assembles pickles, honest and otherwise, instruction by instruction. */
final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static PickleBytes pickle() {
        return new PickleBytes().raw(Opcode.PROTO, 2);
    }

    PickleBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    PickleBytes raw(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleBytes raw(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    PickleBytes times(int count, int... values) {
        for (int i = 0; i < count; i++) {
            raw(values);
        }
        return this;
    }

    PickleBytes global(String module, String name) {
        return raw(Opcode.GLOBAL).raw(module + "\n" + name + "\n");
    }

    PickleBytes text(String text) {
        return raw(Opcode.BINUNICODE).int32(text.length()).raw(text);
    }

    PickleBytes integer(long value) {
        raw(Opcode.LONG1, Long.BYTES);
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    PickleBytes integers(long... values) {
        raw(Opcode.MARK);
        for (long value : values) {
            integer(value);
        }
        return raw(Opcode.TUPLE);
    }

    PickleBytes int32(int value) {
        return raw(value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >>> 24);
    }

    PickleBytes storage(String key, long count) {
        raw(Opcode.MARK)
                .text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu");
        return integer(count).raw(Opcode.TUPLE, Opcode.BINPERSID);
    }

    /** A tensor on storage 0 of four floats. */
    PickleBytes tensor(long offset, long[] sizes, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .raw(Opcode.MARK)
                .storage("0", 4)
                .integer(offset)
                .integers(sizes)
                .integers(strides)
                .raw(Opcode.NEWFALSE, Opcode.NONE, Opcode.TUPLE, Opcode.REDUCE);
    }

    byte[] stop() {
        return raw(Opcode.STOP).bytes.toByteArray();
    }

    byte[] unfinished() {
        return bytes.toByteArray();
    }

    /** A zip as {@code torch.save} lays it out, with storage 0 of four floats. */
    static Path zip(Path folder, byte[] pickle) throws java.io.IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/data/0", new byte[4 * Float.BYTES]);
        return Zips.stored(folder.resolve("hostile.pth"), entries);
    }
}
