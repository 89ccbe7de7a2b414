package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.prototype.PrototypeFormat;
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
        return Integer.parseInt(state.metadata().getOrDefault(EPOCH_KEY, "0"));
    }
}
