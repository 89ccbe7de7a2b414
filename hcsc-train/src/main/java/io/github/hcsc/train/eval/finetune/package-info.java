/** Training of the whole network on few labels: {@link io.github.hcsc.train.eval.finetune.FineTuner}. */
@NullMarked
package io.github.hcsc.train.eval.finetune;

import org.jspecify.annotations.NullMarked;
