/** Learning rates as functions of the epoch: {@link io.github.hcsc.train.schedule.LearningRate}. */
@NullMarked
package io.github.hcsc.train.schedule;

import org.jspecify.annotations.NullMarked;
