package io.github.hcsc.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;

/** Asserts how close numbers are. With {@code -Dhcsc.deviations=true} every case prints one row of a table. */
final class Closeness {

    private Closeness() {}

    /** No quantity may be off by more than its bound. */
    static void requireWithin(Deviations deviations, ToDoubleFunction<String> bounds) {
        if (Boolean.getBoolean("hcsc.deviations")) {
            System.out.println(deviations);
        }
        assertThat(deviations.closest(bounds)).as(deviations.toString()).matches(Deviations.Distance::isWithin);
    }
}
