package io.github.hcsc.core.state.pickle;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, counted, in the number formats of its instructions. */
final class PickleInput {
    private static final int MAX_LINE = 256;
    private static final int MAX_LONG = 16;

    private final DataInputStream stream;
    private final long end;
    private long position;

    /**
     * Reads from a stream.
     *
     * @param stream the bytes
     * @param end how many bytes there are at most
     */
    PickleInput(InputStream stream, long end) {
        this.stream = new DataInputStream(stream);
        this.end = end;
    }

    long position() {
        return position;
    }

    int u8() throws IOException {
        position++;
        int value = stream.read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    int u16() throws IOException {
        return u8() | u8() << 8;
    }

    int i32() throws IOException {
        return u16() | u16() << 16;
    }

    long i64() throws IOException {
        return (i32() & 0xffff_ffffL) | (long) i32() << 32;
    }

    double bigEndianDouble() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** A count of bytes or of places, which must not be negative. */
    int count() throws IOException {
        int count = i32();
        if (count < 0) {
            throw new RefusedException("its pickle has a length of more than 2 GiB");
        }
        return count;
    }

    byte[] bytes(int count) throws IOException {
        if (count > end - position) {
            throw new EOFException();
        }
        byte[] bytes = new byte[count];
        stream.readFully(bytes);
        position += count;
        return bytes;
    }

    String text(int count) throws IOException {
        byte[] bytes = bytes(count);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            RefusedException refusal = new RefusedException("its pickle has a string that is not UTF-8");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** A short line of text. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = u8(); c != '\n'; c = u8()) {
            if (line.length() == MAX_LINE) {
                throw new RefusedException("its pickle has a name of more than " + MAX_LINE + " letters");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** An integer of the given number of bytes: a Long where it fits, else a BigInteger. */
    Number integer(int count) throws IOException {
        if (count > MAX_LONG) {
            throw new RefusedException("its pickle has an integer of " + count + " bytes");
        }
        byte[] bytes = bytes(count);
        BigInteger value = BigInteger.ZERO;
        for (int i = count - 1; i >= 0; i--) {
            int digit = i == count - 1 ? bytes[i] : bytes[i] & 0xff;
            value = value.shiftLeft(Byte.SIZE).add(BigInteger.valueOf(digit));
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }
}
