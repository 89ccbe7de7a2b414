package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One 512-byte header of a tar file. */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int TARGET = 157;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private final byte[] block;

    /** Takes a block whose checksum must fit. */
    TarHeader(byte[] block) throws IOException {
        this.block = block;
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
        }
        if (sum != octal(CHECKSUM, 8)) {
            throw new IOException("not a tar header");
        }
    }

    char type() {
        return block[TYPE] == 0 ? '0' : (char) block[TYPE];
    }

    /** The bytes that follow, before padding; large sizes stand in binary behind a first bit of 1. */
    long size() throws IOException {
        if (block[SIZE] >= 0) {
            return octal(SIZE, 12);
        }
        long size = 0;
        for (int i = SIZE + 4; i < SIZE + 12; i++) {
            size = (size << 8) | (block[i] & 0xff);
        }
        if (size < 0) {
            throw new IOException("not a tar header");
        }
        return size;
    }

    /** Links, devices, folders and pipes have none, whatever the size says. */
    boolean holdsData() {
        return type() < '1' || type() > '6';
    }

    /** The name of the member that a link stands for. */
    String target() {
        return text(TARGET, NAME_LENGTH);
    }

    String name() {
        String name = text(0, NAME_LENGTH);
        boolean posix = text(MAGIC, 6).equals("ustar");
        String prefix = posix ? text(PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private String text(int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }

    private long octal(int from, int length) throws IOException {
        String digits = text(from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar header", e);
        }
    }
}
