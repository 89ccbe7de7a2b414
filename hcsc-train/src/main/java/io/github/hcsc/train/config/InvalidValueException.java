package io.github.hcsc.train.config;

/** A value that breaks a rule, with the key it belongs to so that the reader can point at the line. */
final class InvalidValueException extends IllegalArgumentException {
    private final String key;
    private final String reason;

    InvalidValueException(String key, String rule, Object value) {
        super(key + " must " + rule + ", but was " + value);
        this.key = key;
        this.reason = " must " + rule + ", but was " + value;
    }

    /** The dotted key, relative to the record that made the check. */
    String key() {
        return key;
    }

    /** The message without the key in front. */
    String reason() {
        return reason;
    }
}
