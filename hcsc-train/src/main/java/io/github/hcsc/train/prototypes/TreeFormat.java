package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;

/** What all files of a saved tree say about themselves. Readers refuse a version that they do not know. */
final class TreeFormat {

    static final String VERSION = "1";

    private static final String VERSION_KEY = "hcsc.format";
    private static final String EPOCH_KEY = "hcsc.epoch";

    private TreeFormat() {}

    static StateDict.Builder describe(int epoch) {
        return StateDict.builder().metadata(VERSION_KEY, VERSION).metadata(EPOCH_KEY, Integer.toString(epoch));
    }

    static int epoch(Path file, StateDict state) throws IOException {
        String version = state.metadata().getOrDefault(VERSION_KEY, "none");
        if (!version.equals(VERSION)) {
            throw new IOException(
                    file + " must have " + VERSION_KEY + " " + VERSION + " in its metadata, but was " + version);
        }
        return Integer.parseInt(state.metadata().getOrDefault(EPOCH_KEY, "0"));
    }
}
