package io.github.hcsc.core.prototype;

import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Stages in memory that stop the computation after something was kept so many times. */
final class StoppingStages implements Stages {
    private final Map<String, StateDict> kept = new HashMap<>();
    private int left = Integer.MAX_VALUE;

    void stopAfter(int times) {
        left = times;
    }

    @Override
    public Optional<StateDict> find(String stage) {
        return Optional.ofNullable(kept.get(stage));
    }

    @Override
    public void keep(String stage, StateDict result) throws IOException {
        if (left-- == 0) {
            throw new IOException("stopped");
        }
        kept.put(stage, result);
    }

    @Override
    public boolean due() {
        return true;
    }
}
