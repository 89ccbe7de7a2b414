package io.github.hcsc.train.run;

/** A run directory that cannot be used. The message says what to do. */
public class RunException extends RuntimeException {
    /** Creates the exception from the sentence shown to the user. */
    public RunException(String message) {
        super(message);
    }

    /** Creates the exception from the sentence shown to the user and the failure behind it. */
    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
