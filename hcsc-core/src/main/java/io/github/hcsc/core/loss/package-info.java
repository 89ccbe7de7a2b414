/** From logits to a loss: one contrast of a positive with its negatives. It depends on {@code core.torch} alone. */
@NullMarked
package io.github.hcsc.core.loss;

import org.jspecify.annotations.NullMarked;
