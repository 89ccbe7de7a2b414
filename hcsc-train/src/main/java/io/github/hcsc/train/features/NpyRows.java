package io.github.hcsc.train.features;

import io.github.hcsc.core.prototype.RowSource;
import io.github.hcsc.core.state.SourceFile;
import io.github.hcsc.core.state.StateFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The rows of a file of NumPy, which stays where it is. */
final class NpyRows implements RowSource {
    private static final int CHUNK = 8 << 20;

    private final SourceFile file;
    private final NpyHeader header;

    private NpyRows(SourceFile file, NpyHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Looks at a file.
     *
     * @param bfloat16 whether numbers of two unnamed bytes are bfloat16
     * @throws StateFormatException if it is no whole matrix of floating-point numbers
     */
    static NpyRows open(Path path, boolean bfloat16) throws IOException {
        SourceFile file = SourceFile.of(path);
        try (FileChannel channel = file.open();
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            NpyHeader header = NpyHeader.read(path, in, bfloat16);
            long whole = (file.size() - header.offset()) / header.rowBytes();
            if (whole < header.rows()) {
                throw new StateFormatException(
                        path, "must have " + header.rows() + " rows, but only " + whole + " are whole; copy it again");
            }
            if (file.size() > header.offset() + header.rows() * header.rowBytes()) {
                throw new StateFormatException(path, "is longer than its " + header.rows() + " rows; save it again");
            }
            return new NpyRows(file, header);
        }
    }

    @Override
    public long count() {
        return header.rows();
    }

    @Override
    public int dimension() {
        return header.columns();
    }

    @Override
    public void read(long first, int rows, float[] to, int at) throws IOException {
        int atOnce = (int) Math.max(1, Math.min(rows, CHUNK / header.rowBytes()));
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(atOnce * header.rowBytes()));
        try (FileChannel channel = file.open()) {
            for (int row = 0; row < rows; row += atOnce) {
                int some = Math.min(atOnce, rows - row);
                bytes.clear().limit(Math.toIntExact(some * header.rowBytes()));
                fill(channel, bytes, header.offset() + (first + row) * header.rowBytes());
                float[] values = header.type().floats(bytes.flip());
                System.arraycopy(values, 0, to, at + row * header.columns(), values.length);
            }
        }
    }

    private void fill(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException(file.path() + " ends within its rows; copy it again");
            }
        }
        if (header.bigEndian()) {
            turn(bytes, header.type().size());
        }
    }

    private static void turn(ByteBuffer bytes, int size) {
        for (int number = 0; number < bytes.limit(); number += size) {
            for (int i = 0; i < size / 2; i++) {
                int other = number + size - 1 - i;
                byte swapped = bytes.get(number + i);
                bytes.put(number + i, bytes.get(other)).put(other, swapped);
            }
        }
    }
}
