package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Applies another transform, sometimes.
 *
 * @param probability how often
 * @param transform what
 */
public record RandomApply(double probability, Transform transform) implements Transform {

    /** Checks the probability. */
    public RandomApply {
        Probability.check("probability", probability);
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        if (random.nextDouble() <= probability) {
            transform.apply(view, random);
        }
    }
}
