package io.github.hcsc.data.decode;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The first directory of a TIFF file, which EXIF data have too: the places of its fields. */
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int PHOTOMETRIC = 262;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int PLANES = 284;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;

    private static final int SHORT = 3;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final Bytes bytes;
    private final Map<Integer, Field> fields = new HashMap<>();
    private final long next;

    private record Field(int type, long count, long at) {}

    private TiffDirectory(Bytes bytes, boolean big) throws IOException {
        this.bytes = bytes;
        long at = big ? bytes.u64(8) : bytes.u32(4);
        long count = big ? bytes.u64(at) : bytes.u16(at);
        int entry = big ? 20 : 12;
        long first = at + (big ? 8 : 2);
        if (count > bytes.length() / entry) {
            throw new IOException("a damaged image: its directory is longer than the file");
        }
        for (long i = 0; i < count; i++) {
            read(first + i * entry, big);
        }
        long link = first + count * entry;
        next = link + 4 > bytes.length() ? 0 : big ? bytes.u64(link) : bytes.u32(link);
    }

    /** Reads the first directory, in the byte order that the file names. */
    static TiffDirectory first(Bytes file) throws IOException {
        ByteOrder order = file.has("II", 0) ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        Bytes bytes = new Bytes(file.data(), file.start(), order);
        return new TiffDirectory(bytes, bytes.u16(2) == 43);
    }

    private void read(long at, boolean big) throws IOException {
        int type = bytes.u16(at + 2);
        long count = big ? bytes.u64(at + 4) : bytes.u32(at + 4);
        long size = type < SIZES.length ? SIZES[type] * Math.min(count, bytes.length()) : 0;
        long value = at + (big ? 12 : 8);
        boolean inline = size <= (big ? 8 : 4);
        fields.putIfAbsent(
                bytes.u16(at), new Field(type, count, inline ? value : big ? bytes.u64(value) : bytes.u32(value)));
    }

    boolean holdsMore() {
        return next != 0;
    }

    /** How many values a field has, 0 without the field. */
    long count(int tag) {
        Field field = fields.get(tag);
        return field == null ? 0 : field.count;
    }

    /** The first value of a field of whole numbers. */
    long number(int tag, long otherwise) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.count == 0) {
            return otherwise;
        }
        return switch (field.type) {
            case 1 -> bytes.u8(field.at);
            case SHORT -> bytes.u16(field.at);
            case 4 -> bytes.u32(field.at);
            case 16 -> bytes.u64(field.at);
            default -> otherwise;
        };
    }

    /** Writes another first value over that of a field of short numbers, if there is one. */
    void overwrite(byte[] copy, int tag, int value) {
        Field field = fields.get(tag);
        if (field != null && field.type == SHORT && field.count > 0) {
            int at = bytes.start() + Math.toIntExact(field.at);
            boolean big = bytes.order() == ByteOrder.BIG_ENDIAN;
            copy[at] = (byte) (big ? value >> 8 : value);
            copy[at + 1] = (byte) (big ? value : value >> 8);
        }
    }
}
