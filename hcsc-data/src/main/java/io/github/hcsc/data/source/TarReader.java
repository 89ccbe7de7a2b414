package io.github.hcsc.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Visits the files inside a tar file without reading them: ustar, with the long names of GNU tar and of POSIX pax. */
final class TarReader {
    private static final int MAX_EXTENSION = 1 << 20;

    private final FileChannel channel;
    private long position;
    private String longName = "";
    private long longSize = -1;

    /** Receives the files one after the other. */
    @FunctionalInterface
    interface Visitor {
        void file(String name, long offset, long size);
    }

    TarReader(FileChannel channel) {
        this.channel = channel;
    }

    /** Visits all files; the archive ends with a block of zeros or with the file. */
    void visit(Visitor visitor) throws IOException {
        while (position < channel.size()) {
            byte[] block = read(channel, position, TarHeader.BLOCK);
            if (block[0] == 0) {
                return;
            }
            TarHeader header = new TarHeader(block);
            position += TarHeader.BLOCK;
            switch (header.type()) {
                case 'L' -> longName = new String(extension(header), StandardCharsets.UTF_8).replace("\0", "");
                case 'x' -> readPax(extension(header));
                case 'g', 'K' -> extension(header);
                case 'S' -> throw new IOException("sparse tar entries are not supported: " + header.name());
                default -> visit(header, visitor);
            }
        }
    }

    /** Reads bytes without moving anything, for any number of threads. */
    static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the tar file ends in the middle of an entry");
            }
        }
        return bytes.array();
    }

    private void visit(TarHeader header, Visitor visitor) throws IOException {
        long size = longSize < 0 ? header.size() : longSize;
        if (header.type() == '0' || header.type() == '7') {
            visitor.file(longName.isEmpty() ? header.name() : longName, position, size);
        }
        skip(size);
        longName = "";
        longSize = -1;
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENSION) {
            throw new IOException("an extended tar header must be at most 1 MB, but was %,d bytes".formatted(size));
        }
        byte[] bytes = read(channel, position, (int) size);
        skip(size);
        return bytes;
    }

    private void skip(long size) throws IOException {
        if (size > channel.size()) {
            throw new EOFException("the tar file ends in the middle of an entry");
        }
        position += (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
    }

    /** Records of the form {@code LENGTH KEY=VALUE\n}, the length in bytes and including itself. */
    private void readPax(byte[] records) throws IOException {
        int at = 0;
        while (at < records.length) {
            int space = at;
            int length = 0;
            while (space < records.length && records[space] >= '0' && records[space] <= '9') {
                length = 10 * length + records[space++] - '0';
            }
            boolean holdsPair = length >= space - at + 2 && length <= records.length - at;
            if (!holdsPair || records[space] != ' ') {
                throw new IOException("damaged pax header");
            }
            readPax(new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8));
            at += length;
        }
    }

    private void readPax(String pair) throws IOException {
        if (pair.startsWith("path=")) {
            longName = pair.substring("path=".length());
        } else if (pair.startsWith("size=")) {
            if (!pair.matches("size=\\d{1,18}")) {
                throw new IOException("damaged pax header");
            }
            longSize = Long.parseLong(pair.substring("size=".length()));
        }
    }
}
