package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.FileSlice;
import io.github.hcsc.core.state.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The uncompressed entries of a zip file as ranges of that file, also past 4 GB. Nothing is unpacked, so a name is
 * never a path and a small file never becomes a large one.
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64_BYTES = 56;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_DIRECTORY = 1 << 26;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final FileSlice whole;
    private final Map<String, FileSlice> entries = new LinkedHashMap<>();

    private ZipDirectory(FileSlice whole) {
        this.whole = whole;
    }

    /** The entries by name. */
    static Map<String, FileSlice> read(SourceFile file) throws IOException {
        ZipDirectory zip = new ZipDirectory(new FileSlice(file, 0, file.size()));
        ByteBuffer directory = zip.directory();
        while (directory.remaining() >= ENTRY_BYTES) {
            zip.addEntry(directory);
        }
        return zip.entries;
    }

    /* The directory's place is said at the very end, before a comment of unknown length. */
    private ByteBuffer directory() throws IOException {
        long tailStart = Math.max(0, whole.length() - END_BYTES - MAX_COMMENT);
        ByteBuffer tail = part(tailStart, whole.length() - tailStart);
        int end = tail.limit() - END_BYTES;
        while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
            end--;
        }
        if (end < 0) {
            throw new RefusedException("it is a zip file without its end; it may be truncated");
        }
        long size = tail.getInt(end + 12) & UNSIGNED;
        long start = tail.getInt(end + 16) & UNSIGNED;
        if (end >= LOCATOR_BYTES && tail.getInt(end - LOCATOR_BYTES) == END64_LOCATOR_SIGNATURE) {
            ByteBuffer end64 = part(tail.getLong(end - LOCATOR_BYTES + 8), END64_BYTES);
            requireSignature(end64, END64_SIGNATURE);
            size = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (size > MAX_DIRECTORY) {
            throw new RefusedException("it is a zip file with a directory of " + size + " bytes");
        }
        return part(start, size);
    }

    private void addEntry(ByteBuffer directory) throws IOException {
        int at = directory.position();
        requireSignature(directory.slice(at, ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN), ENTRY_SIGNATURE);
        int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
        int next = at + ENTRY_BYTES + nameLength + extraLength + commentLength;
        if (next > directory.limit()) {
            throw new RefusedException("it is a zip file with a damaged directory");
        }
        String name = StandardCharsets.UTF_8
                .decode(directory.slice(at + ENTRY_BYTES, nameLength))
                .toString();
        requirePlainName(name);
        ByteBuffer extra =
                directory.slice(at + ENTRY_BYTES + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        Sizes sizes = Sizes.of(directory, at, extra);
        boolean stored = directory.getShort(at + 10) == 0 && directory.getShort(at + 8) % 2 == 0;
        if (stored && sizes.stored == sizes.plain && entries.put(name, content(name, sizes)) != null) {
            throw new RefusedException("it is a zip file that has " + name + " twice");
        }
        directory.position(next);
    }

    private FileSlice content(String name, Sizes sizes) throws IOException {
        ByteBuffer local = part(sizes.place, LOCAL_BYTES);
        requireSignature(local, LOCAL_SIGNATURE);
        int nameLength = Short.toUnsignedInt(local.getShort(26));
        int extraLength = Short.toUnsignedInt(local.getShort(28));
        ByteBuffer localName = part(sizes.place + LOCAL_BYTES, nameLength);
        if (!StandardCharsets.UTF_8.decode(localName).toString().equals(name)) {
            throw new RefusedException("it is a zip file whose entries have other names than its directory");
        }
        return range(sizes.place + LOCAL_BYTES + nameLength + extraLength, sizes.plain);
    }

    private FileSlice range(long from, long count) throws RefusedException {
        if (from < 0 || count < 0 || from > whole.length() - count) {
            throw new RefusedException("it is a zip file whose directory points outside of it; it may be truncated");
        }
        return whole.slice(from, count);
    }

    private ByteBuffer part(long from, long count) throws IOException {
        return range(from, count).read();
    }

    private static void requireSignature(ByteBuffer record, int signature) throws RefusedException {
        if (record.getInt(0) != signature) {
            throw new RefusedException("it is a zip file with a damaged directory");
        }
    }

    private static void requirePlainName(String name) throws RefusedException {
        if (name.startsWith("/") || name.contains("..") || !name.matches("[\\p{Print}]+") || name.contains("\\")) {
            throw new RefusedException("it is a zip file with an entry whose name is a path to elsewhere");
        }
    }

    /** Where an entry is and how long; what does not fit 32 bits stands in an extra field. */
    private record Sizes(long stored, long plain, long place) {
        private static final int EXTRA64 = 1;

        static Sizes of(ByteBuffer directory, int at, ByteBuffer extra) throws RefusedException {
            long stored = directory.getInt(at + 20) & UNSIGNED;
            long plain = directory.getInt(at + 24) & UNSIGNED;
            long place = directory.getInt(at + 42) & UNSIGNED;
            ByteBuffer wide = wide(extra);
            plain = plain == UNSIGNED && wide.remaining() >= Long.BYTES ? wide.getLong() : plain;
            stored = stored == UNSIGNED && wide.remaining() >= Long.BYTES ? wide.getLong() : stored;
            place = place == UNSIGNED && wide.remaining() >= Long.BYTES ? wide.getLong() : place;
            return new Sizes(stored, plain, place);
        }

        private static ByteBuffer wide(ByteBuffer extra) throws RefusedException {
            while (extra.remaining() >= 4) {
                int kind = Short.toUnsignedInt(extra.getShort());
                int length = Short.toUnsignedInt(extra.getShort());
                if (length > extra.remaining()) {
                    throw new RefusedException("it is a zip file with a damaged directory");
                }
                if (kind == EXTRA64) {
                    return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                }
                extra.position(extra.position() + length);
            }
            return extra.limit(extra.position());
        }
    }
}
