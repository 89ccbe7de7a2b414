package io.github.hcsc.core.prototype;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;

/** The version of saved prototypes, in the metadata of their files. Readers refuse one that they do not know. */
public final class PrototypeFormat {

    /** The name of the version in the metadata. */
    public static final String KEY = "hcsc.format";

    /** The version that is written and read. */
    public static final String VERSION = "1";

    private PrototypeFormat() {}

    /**
     * Checks what a file says of itself.
     *
     * @param file where it was read from
     * @throws IOException if it has another version or none
     */
    public static void check(Path file, StateDict state) throws IOException {
        String version = state.metadata().getOrDefault(KEY, "none");
        if (!version.equals(VERSION)) {
            throw new IOException(
                    file + " must have " + KEY + " " + VERSION + " in its metadata, but was " + Printable.of(version));
        }
    }
}
