package io.github.hcsc.train;

import io.github.hcsc.train.run.RunException;
import java.nio.file.Path;

/** A run whose numbers are no longer finite. The message says where it began, as far as that was found. */
public final class DivergedException extends RunException {
    private static final long serialVersionUID = 1;

    private final String run;
    private final long firstStep;

    /** @param firstStep the first step that is not finite, 0 if it was not found */
    DivergedException(String message, Path run, long firstStep) {
        super(message);
        this.run = run.toString();
        this.firstStep = firstStep;
    }

    /** Returns the folder of the run. */
    public Path run() {
        return Path.of(run);
    }

    /** Returns the first step that is not finite, counted from 1; 0 if it was not found. */
    public long firstStep() {
        return firstStep;
    }
}
