/** A linear classifier on frozen features: {@link io.github.hcsc.train.eval.linear.LinearProbe}. */
@NullMarked
package io.github.hcsc.train.eval.linear;

import org.jspecify.annotations.NullMarked;
