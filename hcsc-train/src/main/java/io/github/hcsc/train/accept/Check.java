package io.github.hcsc.train.accept;

import io.github.hcsc.train.Deviations;
import java.util.Locale;

/**
 * One thing that was asked of a device.
 *
 * @param name what was compared with what
 * @param bound what was asked
 * @param measured what was found
 * @param passed whether that is as asked
 */
public record Check(String name, String bound, String measured, boolean passed) {

    /** Asks that a number is not above a bound; what is not a number is. */
    static Check atMost(String name, double bound, double measured) {
        return new Check(name, "at most " + inWords(bound), inWords(measured), measured <= bound);
    }

    /** Asks that the number nearest to its bound is within it. */
    static Check within(String name, Deviations.Distance closest) {
        return new Check(
                name,
                "at most " + inWords(closest.bound()),
                inWords(closest.deviation()) + " in " + closest.quantity() + ", " + closest.tensor(),
                closest.isWithin());
    }

    /** Says that something was not asked, and why. */
    static Check leftOut(String name, String reason) {
        return new Check(name, "not asked", reason, true);
    }

    private static String inWords(double number) {
        return String.format(Locale.ROOT, "%.2g", number);
    }
}
