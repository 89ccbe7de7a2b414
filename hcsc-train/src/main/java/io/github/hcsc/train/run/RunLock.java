package io.github.hcsc.train.run;

import io.github.hcsc.core.state.FileProblem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write in a run directory, held by one process at a time.
 *
 * <p>The operating system holds it, not the file's existence: after a kill it is free again at once.
 */
final class RunLock implements Closeable {
    /** One byte far behind the content, so that the owner's number stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock acquire(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean held = false;
            try {
                held = channel.tryLock(LOCKED_BYTE, 1, false) != null;
            } catch (OverlappingFileLockException e) {
                throw new RunException(file.getParent() + " is in use by this process", e);
            } finally {
                if (!held) {
                    channel.close();
                }
            }
            if (!held) {
                throw new RunException(file.getParent() + " is in use by process "
                        + Files.readString(file).strip() + "; wait for it or stop it, or name another folder");
            }
            channel.truncate(0);
            String owner = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
            return new RunLock(channel);
        } catch (IOException e) {
            throw new RunException(file + " cannot be locked: " + FileProblem.of(e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RunException("the lock of the run cannot be given back", e);
        }
    }
}
