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
            view.math().desaturate(view.planes());
        }
    }
}
