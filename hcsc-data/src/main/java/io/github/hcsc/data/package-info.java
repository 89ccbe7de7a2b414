/**
 * Batches of augmented views of images: {@link io.github.hcsc.data.MultiViewLoader} reads an {@link
 * io.github.hcsc.data.source.ImageSource} and renders {@link io.github.hcsc.data.augment.ViewRecipe}s of it.
 *
 * <p>Everything here is plain Java memory; no tensor and no engine is known to this module.
 */
@NullMarked
package io.github.hcsc.data;

import org.jspecify.annotations.NullMarked;
