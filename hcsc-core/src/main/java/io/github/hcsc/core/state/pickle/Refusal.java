package io.github.hcsc.core.state.pickle;

import java.io.IOException;
import java.io.Serial;

/** Why a file is not read any further; the file's name is added outside. */
final class Refusal extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }
}
