/**
 * Weights of encoders on their way in and out: files and names of other programs, and of our own.
 *
 * <p>Inside, an encoder's tensors carry torchvision's names without a prefix; see {@link
 * io.github.hcsc.core.state.weights.WeightNames}.
 */
@NullMarked
package io.github.hcsc.core.state.weights;

import org.jspecify.annotations.NullMarked;
