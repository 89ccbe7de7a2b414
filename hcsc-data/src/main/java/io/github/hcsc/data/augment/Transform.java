package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/** One step of a {@link ViewRecipe} after the crop: changes a view in place. Stateless and safe for many threads. */
@FunctionalInterface
public interface Transform {

    /**
     * Changes the view.
     *
     * @param view the pixels so far
     * @param random the only source of chance
     */
    void apply(View view, RandomGenerator random);
}
