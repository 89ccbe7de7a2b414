package io.github.hcsc.core.state.pickle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files with any entries. */
final class Zips {
    private Zips() {}

    static Path stored(Path file, Map<String, byte[]> entries) throws IOException {
        return write(file, entries, ZipEntry.STORED);
    }

    static Path compressed(Path file, Map<String, byte[]> entries) throws IOException {
        return write(file, entries, ZipEntry.DEFLATED);
    }

    private static Path write(Path file, Map<String, byte[]> entries, int method) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> named : entries.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(named.getValue());
                ZipEntry entry = new ZipEntry(named.getKey());
                entry.setMethod(method);
                entry.setSize(named.getValue().length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(named.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
