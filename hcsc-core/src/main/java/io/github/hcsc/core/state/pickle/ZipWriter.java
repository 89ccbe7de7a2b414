package io.github.hcsc.core.state.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip file of uncompressed entries whose contents start at multiples of 64 bytes, as PyTorch lays them out. */
final class ZipWriter implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_BYTES = 30;
    private static final int EXTRA_BYTES = 4;
    /** PyTorch's own mark for filling. */
    private static final short FILLING = 0x4246;
    /** Any fixed time will do, so that the same content gives the same file. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final FileChannel channel;
    private final ZipOutputStream zip;
    private final WritableByteChannel content;

    ZipWriter(FileChannel channel) {
        this.channel = channel;
        this.zip = new ZipOutputStream(Channels.newOutputStream(channel));
        this.content = Channels.newChannel(zip);
    }

    void add(String name, ByteBuffer bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes.duplicate());
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(TIME);
        entry.setSize(bytes.remaining());
        entry.setCrc(checksum.getValue());
        entry.setExtra(filling(name));
        zip.putNextEntry(entry);
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            content.write(rest);
        }
        zip.closeEntry();
    }

    private byte[] filling(String name) throws IOException {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        long start = channel.position() + LOCAL_BYTES + nameBytes + EXTRA_BYTES;
        int length = (int) (-start & (ALIGNMENT - 1));
        return ByteBuffer.allocate(EXTRA_BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(FILLING)
                .putShort((short) length)
                .array();
    }

    /** Writes the directory; the channel is left to whoever opened it. */
    @Override
    public void close() throws IOException {
        zip.finish();
    }
}
