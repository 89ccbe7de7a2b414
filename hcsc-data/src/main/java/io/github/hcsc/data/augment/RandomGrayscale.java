package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Takes the colour away, sometimes.
 *
 * @param probability how often
 */
public record RandomGrayscale(double probability) implements Transform {

    /** Checks the probability. */
    public RandomGrayscale {
        Probability.check("greyscale probability", probability);
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        if (random.nextDouble() < probability) {
            desaturate(view.rgb());
        }
    }

    static void desaturate(byte[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            byte grey = (byte) Luma.of(rgb, i);
            rgb[i] = grey;
            rgb[i + 1] = grey;
            rgb[i + 2] = grey;
        }
    }
}
