package io.github.hcsc.train.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long a run is to be.
 *
 * @param asked the epochs that the user wants, whatever time they take
 * @param time what the run may take; none for the usual length
 * @param fitting the epochs that fit into that time, where steps have been tried; else they are estimated
 */
public record RunLength(OptionalInt asked, Optional<Duration> time, OptionalInt fitting) {

    /** As suits images and machine. */
    public static final RunLength USUAL = new RunLength(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

    /** Checks the ranges. */
    public RunLength {
        asked.ifPresent(epochs -> Require.atLeast(1, "epochs", epochs));
        fitting.ifPresent(epochs -> Require.atLeast(1, "epochs that fit", epochs));
    }

    /** So many epochs. */
    public static RunLength epochs(int epochs) {
        return new RunLength(OptionalInt.of(epochs), Optional.empty(), OptionalInt.empty());
    }

    /** As many epochs as a time allows. */
    public static RunLength within(Duration time) {
        return new RunLength(OptionalInt.empty(), Optional.of(time), OptionalInt.empty());
    }

    /** The same with the number of epochs that fit, as measured. */
    public RunLength fitting(int epochs) {
        return new RunLength(asked, time, OptionalInt.of(epochs));
    }

    /** Returns the epochs asked for, or those wanted as far as they fit. */
    public int of(int wanted) {
        return asked.orElse(Math.min(wanted, fitting.orElse(wanted)));
    }
}
