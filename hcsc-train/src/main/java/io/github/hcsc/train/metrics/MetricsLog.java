package io.github.hcsc.train.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measurements as a file of JSON lines, one {@link MetricsRecord} per line, each on disk as soon as it is appended.
 *
 * <p>A process that dies may leave half a line at the end; it is dropped when the file is opened again.
 */
public final class MetricsLog implements Closeable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Optional<FileChannel> file;
    private final long lastStep;
    private final Set<Set<String>> known;
    private Optional<EventLog> events = Optional.empty();

    private MetricsLog(Optional<FileChannel> file, long lastStep, Set<Set<String>> known) {
        this.file = file;
        this.lastStep = lastStep;
        this.known = known;
    }

    /** Returns a log that keeps nothing: that of a process which is not the one to write. */
    public static MetricsLog silent() {
        return new MetricsLog(Optional.empty(), 0, Set.of());
    }

    /**
     * Opens the file to append after a step.
     *
     * @param lastStep the last step to keep: that of the checkpoint a run continues from, 0 for a new run
     * @throws UncheckedIOException if the file cannot be read or written, or one of the lines to keep is no record
     */
    public static MetricsLog openAfter(Path file, long lastStep) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.truncate(lengthUpTo(file, lastStep));
                channel.position(channel.size());
                Set<Set<String>> known = read(file).stream()
                        .filter(record -> record.step() == lastStep)
                        .map(record -> record.values().keySet())
                        .collect(Collectors.toSet());
                return new MetricsLog(Optional.of(channel), lastStep, known);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be opened", e);
        }
    }

    /** Reads all whole records of a file; half a line at its end is left out. */
    public static List<MetricsRecord> read(Path file) {
        List<MetricsRecord> records = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line = reader.readLine();
            while (line != null) {
                String next = reader.readLine();
                if (next != null || isRecord(line)) {
                    records.add(record(file, records.size() + 1, line));
                }
                line = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return records;
    }

    private static boolean isRecord(String line) {
        try {
            MAPPER.readValue(line, MetricsRecord.class);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Writes every further record there too; it is closed with this log. */
    public MetricsLog mirroredTo(EventLog log) {
        events = Optional.of(log);
        return this;
    }

    /**
     * Appends a record. A run that continues does again what it did between its checkpoint and the next step, such as
     * clustering; a record of the same values at the same step is left out.
     */
    public void append(MetricsRecord record) {
        if (record.step() == lastStep && known.contains(record.values().keySet())) {
            return;
        }
        file.ifPresent(channel -> write(channel, record));
        events.ifPresent(log -> log.append(record));
    }

    private static void write(FileChannel channel, MetricsRecord record) {
        try {
            byte[] line = (MAPPER.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("metrics cannot be written", e);
        }
    }

    @Override
    public void close() {
        events.ifPresent(EventLog::close);
        try {
            if (file.isPresent()) {
                file.orElseThrow().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lengthUpTo(Path file, long lastStep) throws IOException {
        long length = 0;
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                long end = length + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (end > Files.size(file) || record(file, number, line).step() > lastStep) {
                    break;
                }
                length = end;
            }
        }
        return length;
    }

    private static MetricsRecord record(Path file, int number, String line) throws IOException {
        try {
            return MAPPER.readValue(line, MetricsRecord.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " line " + number + " is no record; use a copy of the file, or delete the line to go on"
                            + " without it",
                    e);
        }
    }
}
