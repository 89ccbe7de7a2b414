/**
 * Weights in and out: {@link io.github.hcsc.train.weights.EncoderWeights} of a run or a file, the
 * {@link io.github.hcsc.train.weights.WeightsFormat formats} other programs read, and features as files.
 */
@NullMarked
package io.github.hcsc.train.weights;

import org.jspecify.annotations.NullMarked;
