package io.github.hcsc.train.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.prototype.Stages;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Stages in a folder, with the plan that they are of: another plan does not go on from them. */
public final class StageFolder implements Stages {
    private static final Duration BETWEEN = Duration.ofMinutes(5);
    private static final String PLAN = "plan.json";

    private final Path folder;
    private final LongSupplier clock;
    private long last;

    StageFolder(Path folder, LongSupplier clock) {
        this.folder = folder;
        this.clock = clock;
        last = clock.getAsLong();
    }

    /**
     * Makes a folder, or opens one that a stopped computation left.
     *
     * @param plan all that decides the result
     * @throws IOException if it cannot be made or read, or is of another plan; the message names what differs
     */
    public static StageFolder open(Path folder, Map<String, String> plan) throws IOException {
        Path file = folder.resolve(PLAN);
        if (Files.exists(file)) {
            List<String> different = different(read(file), plan);
            if (!different.isEmpty()) {
                throw new OtherPlanException(
                        folder + " is of a run that was stopped, which had other " + String.join(", ", different));
            }
        } else {
            Files.createDirectories(folder);
            AtomicFile.write(file, JsonMapper.builder().build().writeValueAsString(new TreeMap<>(plan)));
        }
        return new StageFolder(folder, System::nanoTime);
    }

    /** Says that a folder is of another plan. */
    public static final class OtherPlanException extends IOException {
        private static final long serialVersionUID = 1;

        OtherPlanException(String message) {
            super(message);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        try {
            return new JsonMapper().readValue(Files.readString(file), new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new OtherPlanException(file + " is no plan of a run");
        }
    }

    private static List<String> different(Map<String, String> one, Map<String, String> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .distinct()
                .sorted()
                .filter(key -> !Optional.ofNullable(one.get(key)).equals(Optional.ofNullable(other.get(key))))
                .toList();
    }

    /** Returns whether a folder has stages of a computation that was stopped. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(PLAN));
    }

    @Override
    public Optional<StateDict> find(String stage) throws IOException {
        Path file = file(stage);
        return Files.exists(file) ? Optional.of(Safetensors.read(file)) : Optional.empty();
    }

    @Override
    public void keep(String stage, StateDict result) throws IOException {
        Safetensors.write(file(stage), result);
        last = clock.getAsLong();
    }

    private Path file(String stage) {
        return folder.resolve(stage + ".safetensors");
    }

    @Override
    public boolean due() {
        return clock.getAsLong() - last >= BETWEEN.toNanos();
    }
}
