package io.github.hcsc.train.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * Metrics as TensorBoard's event files: one scalar per metric, under the name of its group, such as {@code loss/loss}.
 *
 * <p>Each process writes a file of its own. Before that, what earlier processes wrote after the step to continue from is
 * cut off, and a TensorBoard that watches is told to forget it.
 */
public final class EventLog implements Closeable {
    private static final String PREFIX = "events.out.tfevents.";

    private final FileChannel channel;

    private EventLog(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Starts a file.
     *
     * @param folder where the files are, made if it is not there
     * @param lastStep the last step to keep: that of the checkpoint a run continues from, 0 for a new run
     * @throws UncheckedIOException if files cannot be read or written
     */
    public static EventLog openAfter(Path folder, long lastStep) {
        try {
            Files.createDirectories(folder);
            List<Path> earlier = files(folder);
            for (Path file : earlier) {
                cutAfter(file, lastStep);
            }
            EventLog log = new EventLog(FileChannel.open(
                    folder.resolve(name(earlier.size())), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            log.write(now().setFileVersion("brain.Event:2"));
            if (!earlier.isEmpty()) {
                log.write(now().setStep(lastStep + 1)
                        .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Appends the values of a record as one event. */
    public void append(MetricsRecord record) {
        Summary.Builder summary = Summary.newBuilder();
        record.values()
                .forEach((name, value) -> summary.addValue(Summary.Value.newBuilder()
                        .setTag(MetricGroup.path(name))
                        .setSimpleValue(value.floatValue())));
        try {
            write(now().setStep(record.step()).setSummary(summary));
        } catch (IOException e) {
            throw new UncheckedIOException("TensorBoard's events cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Event.Builder event) throws IOException {
        ByteBuffer frame = RecordFile.frame(event.build().toByteArray());
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static Event.Builder now() {
        return Event.newBuilder().setWallTime(Instant.now().toEpochMilli() / 1e3);
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
    }

    /** The order of the names is the order in which TensorBoard reads the files. */
    private static String name(int earlier) {
        return String.format(
                Locale.ROOT,
                "%s%010d.%s.%d.%d",
                PREFIX,
                Instant.now().getEpochSecond(),
                host(),
                ProcessHandle.current().pid(),
                earlier);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9-]", "_");
        } catch (UnknownHostException e) {
            return "localhost"; // only part of a name
        }
    }

    private static void cutAfter(Path file, long lastStep) throws IOException {
        long length = 0;
        try (SeekableByteChannel records = RecordFile.open(file)) {
            Optional<byte[]> data = RecordFile.next(records);
            while (data.isPresent() && Event.parseFrom(data.get()).getStep() <= lastStep) {
                length = records.position();
                data = RecordFile.next(records);
            }
        }
        if (length < Files.size(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }
    }
}
