/** The queue of past keys that serve as candidates for negatives. It depends on {@code core.prototype}, which judges them. */
@NullMarked
package io.github.hcsc.core.queue;

import org.jspecify.annotations.NullMarked;
