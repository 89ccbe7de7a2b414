package io.github.hcsc.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {
    private final Path file;

    MetricsLogTest(@TempDir Path folder) {
        file = folder.resolve("metrics.jsonl");
    }

    @Test
    void readsWhatWasAppended() throws IOException {
        write(1, 2, 3);

        assertThat(MetricsLog.read(file)).containsExactly(record(1), record(2), record(3));
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("{\"step\":1,\"epoch\":0,\"knn\":0.25,\"loss\":1.0}");
    }

    @Test
    void isOnDiskBeforeItIsClosed() {
        try (MetricsLog log = MetricsLog.openAfter(file, 0)) {
            log.append(record(1));

            assertThat(MetricsLog.read(file)).containsExactly(record(1));
        }
    }

    @Test
    void keepsValuesThatAreNoNumbers() {
        MetricsRecord broken = new MetricsRecord(1, 0, Map.of("loss", Double.NaN, "rate", Double.POSITIVE_INFINITY));
        try (MetricsLog log = MetricsLog.openAfter(file, 0)) {
            log.append(broken);
        }

        assertThat(MetricsLog.read(file)).containsExactly(broken);
    }

    @Test
    void doesNotRepeatWhatARunDoesAgainBeforeItsNextStep() {
        MetricsRecord clustering = new MetricsRecord(2, 1, Map.of("clustering_seconds", 0.3));
        write(1, 2);
        try (MetricsLog log = MetricsLog.openAfter(file, 2)) {
            log.append(clustering);
        }

        try (MetricsLog log = MetricsLog.openAfter(file, 2)) {
            log.append(new MetricsRecord(2, 1, Map.of("clustering_seconds", 0.4)));
            log.append(record(3));
        }

        assertThat(MetricsLog.read(file)).containsExactly(record(1), record(2), clustering, record(3));
    }

    @Test
    void forgetsWhatFollowsTheCheckpoint() {
        write(1, 2, 3, 4);

        try (MetricsLog log = MetricsLog.openAfter(file, 2)) {
            log.append(new MetricsRecord(3, 1, Map.of()));
        }

        assertThat(MetricsLog.read(file)).containsExactly(record(1), record(2), new MetricsRecord(3, 1, Map.of()));
    }

    @Test
    void toleratesHalfALineAtTheEnd() throws IOException {
        write(1, 2);
        Files.writeString(file, "{\"step\":3,\"ep", StandardOpenOption.APPEND);

        assertThat(MetricsLog.read(file)).containsExactly(record(1), record(2));
        try (MetricsLog log = MetricsLog.openAfter(file, 100)) {
            log.append(record(3));
        }
        assertThat(MetricsLog.read(file)).containsExactly(record(1), record(2), record(3));
    }

    @Test
    void dropsAWholeRecordWithoutItsLineEnd() throws IOException {
        write(1);
        Files.writeString(file, "{\"step\":2,\"epoch\":0}", StandardOpenOption.APPEND);

        MetricsLog.openAfter(file, 100).close();

        assertThat(MetricsLog.read(file)).containsExactly(record(1));
    }

    @Test
    void namesBrokenLinesInTheMiddle() throws IOException {
        Files.writeString(file, "{\"step\":1,\"epoch\":0}\nrubbish\n{\"step\":2,\"epoch\":0}\n");

        assertThatThrownBy(() -> MetricsLog.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .hasMessage(
                        file + " line 2 is no record; use a copy of the file, or delete the line to go on without it");
    }

    /** A run that goes on must not cut off what it cannot read, and then say that it was never trained. */
    @Test
    void doesNotForgetWhatIsBrokenBeforeTheCheckpoint() throws IOException {
        String text = "{\"step\":1,\"epoch\":0}\nrubbish\n{\"step\":2,\"epoch\":0}\n{\"step\":3,\"epoch\":0}\n";
        Files.writeString(file, text);

        assertThatThrownBy(() -> MetricsLog.openAfter(file, 2))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .hasMessageStartingWith(file + " line 2 is no record; ");
        assertThat(file).hasContent(text);
    }

    private void write(int... steps) {
        try (MetricsLog log = MetricsLog.openAfter(file, 0)) {
            for (int step : steps) {
                log.append(record(step));
            }
        }
    }

    private static MetricsRecord record(int step) {
        return new MetricsRecord(step, 0, Map.of("loss", 1.0, "knn", 0.25));
    }
}
