package io.github.hcsc.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Visits the members of a tar file without reading them: ustar, with the long names of GNU tar and of POSIX pax. */
final class TarReader {
    private static final int MAX_EXTENSION = 1 << 20;
    private static final int LOOK_AHEAD = 20;

    private final FileChannel channel;
    private final long end;
    private long position;
    private PaxHeader next = PaxHeader.NONE;

    /** Receives the members one after the other. */
    interface Visitor {
        void file(String name, long offset, long size) throws IOException;

        /** A link to a member, which may come earlier or later, or not at all. */
        void link(String name, String target);
    }

    /** How a tar file ends. */
    enum End {
        MARKED(""),
        WITHOUT_MARK("tar file %s ends without its end mark; it may be cut"),
        BEFORE_MORE("tar file %s goes on behind its end mark, as joined files do; what follows is not read");

        private final String warning;

        End(String warning) {
            this.warning = warning;
        }

        /** What to say of it, with a place for the file; empty when all is well. */
        String warning() {
            return warning;
        }
    }

    TarReader(FileChannel channel) throws IOException {
        this.channel = channel;
        this.end = channel.size();
    }

    /** Visits all members; the archive ends with blocks of zeros, or with the file. */
    End visit(Visitor visitor) throws IOException {
        while (position < end) {
            byte[] block = read(channel, position, TarHeader.BLOCK);
            if (isZero(block)) {
                return zerosFollow() ? End.MARKED : End.BEFORE_MORE;
            }
            TarHeader header = new TarHeader(block);
            position += TarHeader.BLOCK;
            switch (header.type()) {
                case 'L' -> next = next.withName(text(extension(header)));
                case 'K' -> next = next.withTarget(text(extension(header)));
                case 'x' -> next = PaxHeader.of(extension(header), next);
                case 'g' -> extension(header);
                case 'S' ->
                    throw new IOException("sparse tar entries are not supported: " + Names.printable(header.name()));
                default -> visit(header, visitor);
            }
        }
        return End.WITHOUT_MARK;
    }

    /** Reads bytes without moving anything, for any number of threads. */
    static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("it ends in the middle of an entry");
            }
        }
        return bytes.array();
    }

    private void visit(TarHeader header, Visitor visitor) throws IOException {
        String name = next.name().orElse(header.name());
        String target = next.target().orElse(header.target());
        long size = header.holdsData() ? next.size().orElse(header.size()) : 0;
        next = PaxHeader.NONE;
        long offset = position;
        skip(size, name);
        switch (header.type()) {
            case '0', '7' -> visitor.file(name, offset, size);
            case '1' -> visitor.link(name, target);
            case '2' -> visitor.link(name, name.substring(0, name.lastIndexOf('/') + 1) + target);
            default -> {}
        }
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENSION) {
            throw new IOException(
                    String.format(Locale.ROOT, "an extended tar header must be at most 1 MB, but was %,d bytes", size));
        }
        long offset = position;
        skip(size, "an extended header");
        return read(channel, offset, (int) size);
    }

    private void skip(long size, String name) throws IOException {
        long blocks = size / TarHeader.BLOCK + (size % TarHeader.BLOCK == 0 ? 0 : 1);
        if (blocks > (end - position) / TarHeader.BLOCK) {
            throw new EOFException(
                    "it ends in the middle of " + Names.printable(name) + "; it is cut or not yet complete");
        }
        position += blocks * TarHeader.BLOCK;
    }

    /** Whether nothing but the padding of the last record follows, as far as one looks. */
    private boolean zerosFollow() throws IOException {
        long most = Math.min(end - position, (long) LOOK_AHEAD * TarHeader.BLOCK);
        return isZero(read(channel, position, (int) most));
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }
}
