package io.github.hcsc.data.augment;

/** The rule every probability obeys. */
final class Probability {
    private Probability() {}

    static void check(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must lie in [0, 1], but was " + value);
        }
    }
}
