package io.github.hcsc.core.state;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file of tensors that is damaged, of another format than its name says, or refused because it is not safe to read. */
public final class StateFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names the file and what is wrong with it.
     *
     * @param file the file
     * @param reason what is wrong, as the rest of a sentence
     */
    public StateFormatException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /**
     * Names the file, what is wrong with it and how that was found.
     *
     * @param file the file
     * @param reason what is wrong, as the rest of a sentence
     * @param cause how it was found
     */
    public StateFormatException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
