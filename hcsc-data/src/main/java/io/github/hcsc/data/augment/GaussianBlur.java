package io.github.hcsc.data.augment;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Blurs by a Gaussian of random width, as Pillow approximates it: three box filters along each axis.
 *
 * @param minSigma the smallest standard deviation in pixels
 * @param maxSigma the largest standard deviation in pixels
 */
public record GaussianBlur(double minSigma, double maxSigma) implements Transform {

    /** Checks that the widths are ordered and positive. */
    public GaussianBlur {
        if (!(minSigma > 0 && minSigma <= maxSigma && maxSigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "blur sigma must satisfy 0 < min <= max, but was %s to %s", minSigma, maxSigma));
        }
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        double sigma = minSigma + (maxSigma - minSigma) * random.nextDouble();
        BoxBlur.ofSigma((float) sigma).apply(view);
    }
}
