/** Checkpoints on disk: written whole or not at all, the newest few and the best weights kept. */
@NullMarked
package io.github.hcsc.train.checkpoint;

import org.jspecify.annotations.NullMarked;
