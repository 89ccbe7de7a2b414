package io.github.hcsc.train.features;

import java.io.IOException;

/** Says that a kind of file is read by a jar that is not on the class path. */
public final class FeatureDriverException extends IOException {
    private static final long serialVersionUID = 1;

    FeatureDriverException(String message) {
        super(message);
    }
}
