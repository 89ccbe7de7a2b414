package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.prototype.PrototypeFormat;
import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;

/** What all files of a saved tree say about themselves. */
final class TreeFormat {

    private static final String EPOCH_KEY = "hcsc.epoch";

    private TreeFormat() {}

    static StateDict.Builder describe(int epoch) {
        return StateDict.builder()
                .metadata(PrototypeFormat.KEY, PrototypeFormat.VERSION)
                .metadata(EPOCH_KEY, Integer.toString(epoch));
    }

    static int epoch(Path file, StateDict state) throws IOException {
        PrototypeFormat.check(file, state);
        String epoch = state.metadata().getOrDefault(EPOCH_KEY, "0");
        if (!epoch.matches("\\d{1,9}")) {
            throw new IOException(
                    file + " must have a number " + EPOCH_KEY + " in its metadata, but was " + Printable.of(epoch));
        }
        return Integer.parseInt(epoch);
    }
}
