/** Gradient descent exactly as PyTorch's. */
@NullMarked
package io.github.hcsc.train.optimizer;

import org.jspecify.annotations.NullMarked;
