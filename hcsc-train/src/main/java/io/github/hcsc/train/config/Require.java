package io.github.hcsc.train.config;

/** The rules that configuration values are held to. */
final class Require {
    private Require() {}

    static void that(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new InvalidValueException(key, rule, value);
        }
    }

    static void atLeast(int minimum, String key, int value) {
        that(value >= minimum, key, "be at least " + minimum, value);
    }

    static void positive(String key, double value) {
        that(value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE, key, "be a positive number of float32", value);
    }

    static void notNegative(String key, double value) {
        that(value >= 0 && value <= Float.MAX_VALUE, key, "be zero or a positive number of float32", value);
    }

    static void share(String key, double value) {
        that(value >= 0 && value <= 1, key, "lie between 0 and 1", value);
    }

    /** A momentum: 1 would never move. */
    static void momentum(String key, double value) {
        that(value >= 0 && value < 1, key, "lie in [0, 1)", value);
    }

    static void scales(double minimum, double maximum) {
        that(minimum > 0 && minimum <= 1, "minScale", "lie in (0, 1]", minimum);
        that(maximum >= minimum && maximum <= 1, "maxScale", "lie between minScale and 1", maximum);
    }

    /** A value that breaks a rule, with the key it belongs to so that the reader can point at the line. */
    static final class InvalidValueException extends IllegalArgumentException {
        private final String key;
        private final String reason;

        InvalidValueException(String key, String rule, Object value) {
            super(key + " must " + rule + ", but was " + value);
            this.key = key;
            this.reason = " must " + rule + ", but was " + value;
        }

        /** The dotted key, relative to the record that made the check; empty for the value itself. */
        String key() {
            return key;
        }

        /** The message without the key in front. */
        String reason() {
            return reason;
        }
    }
}
