/**
 * Image augmentations with the arithmetic of Pillow: a {@link io.github.hcsc.data.augment.ViewRecipe} makes one view of
 * an {@link io.github.hcsc.data.augment.Image}, and {@link io.github.hcsc.data.augment.ViewRecipes} holds the known
 * chains.
 *
 * <p>Knows neither files nor threads.
 */
@NullMarked
package io.github.hcsc.data.augment;

import org.jspecify.annotations.NullMarked;
