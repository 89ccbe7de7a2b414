package io.github.hcsc.train.config;

/** A configuration that cannot be used. The message names the file, the line and what to change. */
public class ConfigException extends RuntimeException {

    /** Creates the exception from the sentence shown to the user. */
    public ConfigException(String message) {
        super(message);
    }

    /** Creates the exception from the sentence shown to the user and the failure behind it. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
