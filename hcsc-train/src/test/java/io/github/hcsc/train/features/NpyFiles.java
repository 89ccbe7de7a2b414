package io.github.hcsc.train.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files as NumPy does. */
public final class NpyFiles {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;

    private NpyFiles() {}

    /** Writes a matrix of float32 numbers and returns its file. */
    public static Path write(Path file, float[] values, int columns) throws IOException {
        String words = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + values.length / columns + ", " + columns
                + "), }";
        int padded = (PREFIX + words.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String header = words + " ".repeat(padded - PREFIX - words.length() - 1) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(padded + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.asFloatBuffer().put(values);
        return Files.write(file, bytes.array());
    }
}
