/**
 * What a run tells: records in a file ({@link io.github.hcsc.train.metrics.MetricsLog}) and a line for the eyes
 * ({@link io.github.hcsc.train.metrics.TrainingProgress}).
 */
@NullMarked
package io.github.hcsc.train.metrics;

import org.jspecify.annotations.NullMarked;
