package io.github.hcsc.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Writes tar files entry by entry, also such as no program would write. */
final class TarWriter {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    void reset() {
        tar.reset();
    }

    void entry(char type, String name, byte[] content) {
        entry(type, name, content, octal(content.length));
    }

    void entry(char type, String name, byte[] content, byte[] size) {
        entry(type, name, "", size);
        tar.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    }

    /** A hard link, type 1, or a symbolic one, type 2; its size says what tar programs of old wrote there. */
    void link(char type, String name, String target, int size) {
        entry(type, name, target, octal(size));
    }

    private void entry(char type, String name, String target, byte[] size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        System.arraycopy(size, 0, header, 124, size.length);
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        tar.writeBytes(header);
    }

    private static byte[] octal(int size) {
        return String.format(Locale.ROOT, "%011o", size).getBytes(UTF_8);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** The entries alone, without an end mark. */
    byte[] bytes() {
        return tar.toByteArray();
    }

    Path write(Path file) throws IOException {
        byte[] content = bytes();
        return Files.write(file, Arrays.copyOf(content, content.length + 1024));
    }
}
