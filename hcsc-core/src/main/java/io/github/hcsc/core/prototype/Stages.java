package io.github.hcsc.core.prototype;

import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.util.Optional;

/** Results of the stages of a long computation, kept so that a stopped one goes on where it was. */
public interface Stages {

    /** Keeps nothing. */
    Stages NONE = new Stages() {
        @Override
        public Optional<StateDict> find(String stage) {
            return Optional.empty();
        }

        @Override
        public void keep(String stage, StateDict result) {
            // Nothing is kept.
        }

        @Override
        public boolean due() {
            return false;
        }
    };

    /** Returns what was kept of a stage, whole or unfinished. */
    Optional<StateDict> find(String stage) throws IOException;

    /** Keeps the result of a stage, in place of what was kept of it before. */
    void keep(String stage, StateDict result) throws IOException;

    /** Returns whether so much time has passed since something was kept that an unfinished stage should be. */
    boolean due();

    /** Returns what was kept of a stage, or else its result, which is kept. */
    default StateDict once(String stage, Work work) throws IOException {
        Optional<StateDict> kept = find(stage);
        if (kept.isPresent()) {
            return kept.orElseThrow();
        }
        StateDict result = work.result();
        keep(stage, result);
        return result;
    }

    /** Stages of one part of the computation: their names have a prefix. */
    default Stages of(String part) {
        Stages all = this;
        return new Stages() {
            @Override
            public Optional<StateDict> find(String stage) throws IOException {
                return all.find(part + "-" + stage);
            }

            @Override
            public void keep(String stage, StateDict result) throws IOException {
                all.keep(part + "-" + stage, result);
            }

            @Override
            public boolean due() {
                return all.due();
            }
        };
    }

    /** Makes the result of a stage. */
    @FunctionalInterface
    interface Work {
        /** Returns it. */
        StateDict result() throws IOException;
    }
}
