package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/** Image files, told by their names. */
final class ImageFiles {
    /** Python's order of strings, which is not that of UTF-16. */
    static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "ppm", "pgm", "pbm", "pnm", "bmp", "tif", "tiff", "webp", "gif");

    private ImageFiles() {}

    static boolean isImageName(String name) {
        return EXTENSIONS.contains(extension(name));
    }

    /** What follows the last dot of a path's last name, in small letters, perhaps nothing. */
    static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1 == 0 ? name.length() : name.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT);
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Reads a file; a pipe or a device, which might never end, is not opened. */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new IOException(Files.isDirectory(file) ? "a folder, not a file" : "not a file but a pipe or device");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(Names.printable(file.toString()));
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(Names.printable(file.toString()));
        }
    }
}
