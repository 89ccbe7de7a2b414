package io.github.hcsc.train.run;

import io.github.hcsc.core.state.FileProblem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write in a run directory, held by one process at a time.
 *
 * <p>The operating system holds it, not the file's existence: after a kill it is free again at once.
 */
final class RunLock implements Closeable {
    /** The name of the file. */
    static final String NAME = "lock";

    /** One byte far behind the content, so that the owner's number stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** POSIX frees a file's locks when the process closes any of its channels, so that no second one may be opened. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static RunLock acquire(Path folder) {
        try {
            Path file = folder.toRealPath().resolve(NAME);
            if (!HELD.add(file)) {
                throw new RunException(folder + " is in use by this process");
            }
            try {
                return new RunLock(file, locked(file, folder));
            } catch (IOException | RuntimeException e) {
                HELD.remove(file);
                throw e;
            }
        } catch (IOException e) {
            throw new RunException(folder + " cannot be locked: " + FileProblem.of(e), e);
        }
    }

    private static FileChannel locked(Path file, Path folder) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw new RunException(folder + " is in use by process "
                        + Files.readString(file).strip() + "; wait for it or stop it, or name another folder");
            }
            channel.truncate(0);
            String owner = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RunException("the lock of the run cannot be given back", e);
        } finally {
            HELD.remove(file);
        }
    }
}
