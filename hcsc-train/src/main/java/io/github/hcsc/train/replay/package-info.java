/** A repeated step of a run, and the files that show it. It depends on {@code train.page} and on tensors. */
@NullMarked
package io.github.hcsc.train.replay;

import org.jspecify.annotations.NullMarked;
