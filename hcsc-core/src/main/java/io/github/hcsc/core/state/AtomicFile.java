package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole or not at all, also when the disk fills up or the machine stops in between.
 *
 * <p>The new content goes to {@code <name>.tmp} in the same folder, is forced to the disk, and then takes the name.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param channel at position 0 of an empty file
         * @throws IOException if that fails
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes or replaces a file; the folders above it are made as needed.
     *
     * @param path the file
     * @param content its content
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, Content content) throws IOException {
        Path target = path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("the path must name a file, but was " + path);
        }
        Path temporary = folder.resolve(target.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder);
            fill(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            throw new IOException(path + " could not be written and is unchanged: " + FileProblem.of(e), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Writes or replaces a text file in UTF-8; the folders above it are made as needed.
     *
     * @param path the file
     * @param text its content
     * @throws IOException if it cannot be written; an earlier file of that name is unchanged then
     */
    public static void write(Path path, String text) throws IOException {
        write(path, channel -> ByteChannels.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    /* A folder can be opened and forced on POSIX systems only; elsewhere the rename itself is all there is. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
