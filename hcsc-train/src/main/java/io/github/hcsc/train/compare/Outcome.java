package io.github.hcsc.train.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one run of a comparison came to.
 *
 * @param method the method's {@link Method#word() word}
 * @param seed origin of its random numbers
 * @param untrained kNN top-1 in per cent before training
 * @param trained kNN top-1 in per cent after training
 * @param seconds time on the clock, of the last process that worked on it
 * @param cpuSeconds time of all processor cores together, of the same process
 */
public record Outcome(String method, int seed, double untrained, double trained, double seconds, double cpuSeconds) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FILE = "outcome.json";

    static Optional<Outcome> read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(Files.readString(file), Outcome.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + " is damaged; remove it, and the run is measured again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    void write(Path run) throws IOException {
        AtomicFile.write(run.resolve(FILE), MAPPER.writeValueAsString(this));
    }
}
