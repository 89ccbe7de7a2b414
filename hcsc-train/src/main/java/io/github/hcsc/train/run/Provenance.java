package io.github.hcsc.train.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.train.config.PretrainConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one process that worked on a run was made of: enough to find out later why two runs differ.
 *
 * @param started when it began, UTC
 * @param hcsc version of this library
 * @param djl version of DJL
 * @param engine name and version of the tensor engine
 * @param device where it computed
 * @param precision number type of the encoder's activations in training; fp32 in files that do not say
 * @param encoder who builds the encoder: this library, or a class of one's own; {@code unknown} in files that do not say
 * @param java version and vendor of the virtual machine
 * @param os operating system and architecture
 * @param cores processor cores
 * @param gitCommit commit of the working directory, {@code none} outside a repository
 * @param data fingerprint of the images' names
 * @param contents fingerprint of what is in the images; empty in files that do not say
 * @param seed origin of every random number
 * @param settings every value of the configuration by its key; empty in files that do not say
 * @param processes how many processes trained together; 1 in files that do not say
 * @param altered how many images decoding altered, by what was done; empty before the end of a process, and in files that
 *     do not say
 */
public record Provenance(
        String started,
        String hcsc,
        String djl,
        String engine,
        String device,
        String precision,
        String encoder,
        String java,
        String os,
        int cores,
        String gitCommit,
        String data,
        String contents,
        int seed,
        Map<String, String> settings,
        int processes,
        Map<String, Integer> altered) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final List<String> ADDED_LATER =
            List.of("precision", "encoder", "contents", "settings", "processes", "altered");
    private static final String ADVICE = "Use a copy of it, or delete it to go on without.";

    /** Fills in what older files leave out. */
    public Provenance {
        precision = Objects.requireNonNullElse(precision, "fp32");
        encoder = Objects.requireNonNullElse(encoder, "unknown");
        contents = Objects.requireNonNullElse(contents, "");
        settings = Map.copyOf(Objects.requireNonNullElse(settings, Map.of()));
        processes = Math.max(1, processes);
        altered = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(altered, Map.of())));
    }

    /**
     * Describes this process.
     *
     * @param data fingerprint of the images' names
     * @param contents fingerprint of what is in the images
     * @param processes how many processes train together
     */
    public static Provenance of(
            Device device,
            String precision,
            String encoder,
            String data,
            String contents,
            PretrainConfig config,
            int processes) {
        Engine engine = Engine.getInstance();
        return new Provenance(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Version.hcsc(),
                Engine.getDjlVersion(),
                engine.getEngineName() + " " + engine.getVersion(),
                device.toString(),
                precision,
                encoder,
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                GitCommit.of(Path.of("").toAbsolutePath()).orElse("none"),
                data,
                contents,
                config.run().seed(),
                config.settings(),
                processes,
                Map.of());
    }

    private Provenance withAltered(Map<String, Integer> images) {
        return new Provenance(
                started, hcsc, djl, engine, device, precision, encoder, java, os, cores, gitCommit, data, contents,
                seed, settings, processes, images);
    }

    /**
     * Reads the processes that worked on a run, in order.
     *
     * @throws RunException if the file cannot be read or leaves out what every version has written
     */
    public static List<Provenance> read(Path file) {
        try {
            List<JsonNode> processes = MAPPER.readValue(Files.readString(file), new TypeReference<>() {});
            List<Provenance> all = new ArrayList<>();
            for (JsonNode process : processes) {
                requireWhole(file, process);
                all.add(MAPPER.treeToValue(process, Provenance.class));
            }
            return all;
        } catch (IOException e) {
            throw new RunException(file + " cannot be read: " + FileProblem.of(e) + ". " + ADVICE, e);
        }
    }

    private static void requireWhole(Path file, JsonNode process) {
        for (RecordComponent word : Provenance.class.getRecordComponents()) {
            if (!process.hasNonNull(word.getName()) && !ADDED_LATER.contains(word.getName())) {
                throw new RunException(
                        file + " must say \"" + word.getName() + "\" of each process, but does not. " + ADVICE);
            }
        }
    }

    static void append(Path file, Provenance process) {
        List<Provenance> all = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
        all.add(process);
        write(file, all);
    }

    /** Says of the newest process what decoding altered. */
    static void alter(Path file, Map<String, Integer> images) {
        List<Provenance> all = new ArrayList<>(read(file));
        int newest = all.size() - 1;
        all.set(newest, all.get(newest).withAltered(images));
        write(file, all);
    }

    private static void write(Path file, List<Provenance> all) {
        try {
            AtomicFile.write(file, MAPPER.writeValueAsString(all) + "\n");
        } catch (IOException e) {
            throw new RunException(file + " cannot be written: " + FileProblem.of(e), e);
        }
    }
}
