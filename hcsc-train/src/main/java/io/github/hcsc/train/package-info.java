/**
 * Pretraining from images to an encoder: {@link io.github.hcsc.train.Pretrainer} is a run, {@code TrainingLoop} its epochs,
 * {@code TrainingStep} one batch.
 *
 * <p>It may use everything below it; of the packages beside it, all but {@code cli} and {@code demo}.
 */
@NullMarked
package io.github.hcsc.train;

import org.jspecify.annotations.NullMarked;
