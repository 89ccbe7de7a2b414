package io.github.hcsc.core.state.pickle;

import java.io.IOException;
import java.io.Serial;

/** Why a file is not read any further; the file's name is added outside. */
final class RefusedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
