package io.github.hcsc.train;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.train.config.ConfigException;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.RunException;
import io.github.hcsc.train.weights.EncoderOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a run that goes on must have in common with the one that began: images, configuration and encoder.
 *
 * @param folder the run
 * @param earlier the processes that worked on it
 */
record Continuation(Path folder, List<Provenance> earlier) {

    /** Where the images lie and how they are loaded. */
    private static final Set<String> OF_DATA = Set.of(
            "data.path",
            "data.heldOut",
            "data.loaderThreads",
            "data.prefetchBatches",
            "data.maximumDamagedShare",
            "data.cacheMegabytes");

    /** All of how a run is carried out may change but this. */
    private static final Set<String> OF_RESULT = Set.of("run.seed", "run.precision", "run.deterministic", "run.tf32");

    static Continuation of(RunDirectory run) {
        boolean recorded = Files.exists(run.provenance());
        return new Continuation(run.root(), recorded ? Provenance.read(run.provenance()) : List.of());
    }

    /**
     * Checks what this process brings.
     *
     * @param remarks takes what an older record cannot tell
     * @throws RunException if the images are others
     * @throws ConfigException if a key that decides the result has another value, or the encoder is of another factory
     */
    void require(Provenance now, Optional<EncoderFactory> encoder, Consumer<String> remarks) {
        if (earlier.isEmpty()) {
            return;
        }
        Provenance first = earlier.get(0);
        requireSame("the images", first.data(), now.data());
        if (first.contents().isEmpty()) {
            remarks.accept(
                    "what is in the images and the configuration are not compared with those that the run began with:"
                            + " its record is older than that");
        } else {
            requireSame("images of the contents", first.contents(), now.contents());
            requireSameSettings(first.settings(), now.settings());
        }
        EncoderOrigin.read(earlier.get(earlier.size() - 1).encoder())
                .ifPresent(origin -> origin.require(encoder, folder));
    }

    private static void requireSame(String what, String first, String now) {
        if (!first.equals(now)) {
            throw new RunException(
                    "a run must go on with " + what + " it began with (" + first + "), but found " + now);
        }
    }

    /** Keys that either version of this library does not know have no say. */
    private void requireSameSettings(Map<String, String> first, Map<String, String> now) {
        new TreeMap<>(first).forEach((key, value) -> {
            String other = now.getOrDefault(key, value);
            if (!mayChange(key) && !other.equals(value)) {
                throw new ConfigException(folder.resolve("config.yaml") + ": " + key + " must stay " + value
                        + " in a run that goes on, but was " + other + "; start a new run to change it");
            }
        });
    }

    private static boolean mayChange(String key) {
        return OF_DATA.contains(key) || (key.startsWith("run.") && !OF_RESULT.contains(key));
    }
}
