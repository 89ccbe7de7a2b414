package io.github.hcsc.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog.SessionStatus;

final class EventLogTest {
    @TempDir
    private Path folder;

    /** The record that tensorboard 2.21's {@code RecordWriter} writes for {@code b"hierarchy"}. */
    private static final String HIERARCHY = "090000000000000037f97139686965726172636879d49c2453";

    @Test
    void framesARecordAsTensorFlowDoes() {
        byte[] framed = RecordFile.frame("hierarchy".getBytes(StandardCharsets.US_ASCII))
                .array();

        assertThat(HexFormat.of().formatHex(framed)).isEqualTo(HIERARCHY);
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        write(0, 1, 2);

        List<Event> events = events();
        assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
        assertThat(events).extracting(Event::getStep).containsExactly(0L, 1L, 2L);
        assertThat(events.get(2).getSummary().getValueList())
                .extracting(value -> value.getTag() + " " + value.getSimpleValue())
                .containsExactly("learning_rate/learning_rate 0.5", "loss/loss 2.0");
        assertThat(events.get(2).getWallTime()).isBetween(1.7e9, 1e10);
    }

    @Test
    void forgetsWhatFollowsTheCheckpointAndTellsThoseWhoWatch() throws IOException {
        write(0, 1, 2, 3, 4);
        write(2, 3);

        List<Event> events = events();
        assertThat(events)
                .filteredOn(event -> event.hasSummary())
                .extracting(Event::getStep)
                .containsExactly(1L, 2L, 3L);
        assertThat(events)
                .filteredOn(event -> event.getSessionLog().getStatus() == SessionStatus.START)
                .extracting(Event::getStep)
                .containsExactly(3L);
    }

    @Test
    void cutsOffHalfARecordOfAProcessThatDied() throws IOException {
        write(0, 1, 2);
        Path file = EventLog.files(folder).get(0);
        byte[] half = RecordFile.frame(new byte[40]).array();
        Files.write(file, Arrays.copyOf(half, 30), StandardOpenOption.APPEND);

        write(2, 3);

        assertThat(events()).filteredOn(Event::hasSummary).hasSize(3);
    }

    @Test
    void stopsAtARecordWhoseBytesHaveChanged() throws IOException {
        write(0, 1, 2);
        Path file = EventLog.files(folder).get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 8] ^= 1;
        Files.write(file, bytes);

        assertThat(events()).filteredOn(Event::hasSummary).hasSize(1);
    }

    private void write(long lastStep, long... steps) {
        try (EventLog log = EventLog.openAfter(folder, lastStep)) {
            for (long step : steps) {
                log.append(new MetricsRecord(step, 0, Map.of("loss", (double) step, "learning_rate", 0.5)));
            }
        }
    }

    private List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Path file : EventLog.files(folder)) {
            try (SeekableByteChannel records = RecordFile.open(file)) {
                for (Optional<byte[]> next = RecordFile.next(records);
                        next.isPresent();
                        next = RecordFile.next(records)) {
                    events.add(Event.parseFrom(next.get()));
                }
            }
        }
        return events;
    }
}
