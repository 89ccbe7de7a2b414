package io.github.hcsc.train.features;

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
    public void read(long first, int rows, float[] to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(rows * header.rowBytes()));
        try (FileChannel channel = file.open()) {
            long at = header.offset() + first * header.rowBytes();
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, at + bytes.position());
                if (read < 0) {
                    throw new EOFException(file.path() + " ends within its rows; copy it again");
                }
            }
        }
        if (header.bigEndian()) {
            turn(bytes.array(), header.type().size());
        }
        float[] values = header.type().floats(bytes.flip());
        System.arraycopy(values, 0, to, 0, values.length);
    }

    private static void turn(byte[] bytes, int size) {
        for (int number = 0; number < bytes.length; number += size) {
            for (int i = 0; i < size / 2; i++) {
                byte swapped = bytes[number + i];
                bytes[number + i] = bytes[number + size - 1 - i];
                bytes[number + size - 1 - i] = swapped;
            }
        }
    }
}
