package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when first looked at; opening it again fails once it has been replaced or changed.
 *
 * <p>Tensors are read from their file when needed and the file is closed in between, so nobody has to close a
 * {@link StateDict}; this is the guard that makes that safe.
 */
public final class SourceFile {
    private final Path path;
    private final long size;
    private final FileTime modified;
    private final @Nullable Object key;

    private SourceFile(Path path, BasicFileAttributes attributes) {
        this.path = path;
        this.size = attributes.size();
        this.modified = attributes.lastModifiedTime();
        this.key = attributes.fileKey();
    }

    /**
     * Looks at a file.
     *
     * @param path the file
     * @throws IOException if there is no such file or it is a folder
     */
    public static SourceFile of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new StateFormatException(path, "is a folder, not a file of tensors");
        }
        return new SourceFile(path, attributes);
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    /** Bytes of the whole file. */
    public long size() {
        return size;
    }

    /**
     * Opens the file for reading.
     *
     * @throws IOException if it is gone or no longer the file that was looked at
     */
    public FileChannel open() throws IOException {
        SourceFile now = of(path);
        if (now.size != size || !now.modified.equals(modified) || !Objects.equals(now.key, key)) {
            throw new StateFormatException(path, "has changed since its header was read; read it again");
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }
}
