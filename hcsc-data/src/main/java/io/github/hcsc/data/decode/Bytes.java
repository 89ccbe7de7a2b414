package io.github.hcsc.data.decode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The numbers in a file's bytes; to read beyond the end is an error of the file. */
@SuppressWarnings("ArrayRecordComponent")
record Bytes(byte[] data, int start, ByteOrder order) {

    static Bytes bigEndian(byte[] data) {
        return new Bytes(data, 0, ByteOrder.BIG_ENDIAN);
    }

    static Bytes littleEndian(byte[] data) {
        return new Bytes(data, 0, ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return data.length - start;
    }

    boolean has(String magic, long at) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || at + wanted.length > length()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (data[start + (int) at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    int u8(long at) throws IOException {
        if (at < 0 || at >= length()) {
            throw new EOFException("a damaged image: it ends within its header");
        }
        return data[start + (int) at] & 0xff;
    }

    int u16(long at) throws IOException {
        int first = u8(at);
        int second = u8(at + 1);
        return order == ByteOrder.BIG_ENDIAN ? first << 8 | second : second << 8 | first;
    }

    int u24(long at) throws IOException {
        return order == ByteOrder.BIG_ENDIAN ? u8(at) << 16 | u16(at + 1) : u8(at + 2) << 16 | u16(at);
    }

    long u32(long at) throws IOException {
        long first = u16(at);
        long second = u16(at + 2);
        return order == ByteOrder.BIG_ENDIAN ? first << 16 | second : second << 16 | first;
    }

    /** Eight bytes; what is beyond a file of 2 GB reads as beyond its end. */
    long u64(long at) throws IOException {
        long first = u32(at);
        long second = u32(at + 4);
        return (order == ByteOrder.BIG_ENDIAN ? first << 32 | second : second << 32 | first) & Long.MAX_VALUE;
    }
}
