/**
 * How good an encoder is: {@link io.github.hcsc.train.eval.KnnEvaluator} with labels,
 * {@link io.github.hcsc.train.eval.EmbeddingHealth} without.
 */
@NullMarked
package io.github.hcsc.train.eval;

import org.jspecify.annotations.NullMarked;
