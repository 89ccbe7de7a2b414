package io.github.hcsc.train.audit;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How an audit goes.
 *
 * @param neighbours of each image
 * @param beam nodes of each level that the search for neighbours follows, none for an exact one
 * @param rate share of the images said to be copies that may be so by chance
 * @param cosine least cosine of copies, none to find it by the rate
 * @param rehearse whether wrong classes are planted to see how many are found
 * @param seed decides parts, orders and what is planted
 */
public record AuditSettings(
        int neighbours, OptionalInt beam, double rate, OptionalDouble cosine, boolean rehearse, long seed) {

    /** Ten neighbours, found exactly; a rate of 0.05. */
    public static final AuditSettings DEFAULT =
            new AuditSettings(10, OptionalInt.empty(), 0.05, OptionalDouble.empty(), false, 0);

    /** Checks the ranges. */
    public AuditSettings {
        if (neighbours < 3 || beam.orElse(1) < 1 || !(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("neighbours must be at least 3, the beam at least 1 and the rate lie in"
                    + " (0, 1), but were " + neighbours + ", " + beam.orElse(1) + " and " + rate);
        }
        if (!(cosine.orElse(1) > 0 && cosine.orElse(1) <= 1)) {
            throw new IllegalArgumentException("the cosine of copies must lie in (0, 1], but was " + cosine);
        }
    }
}
