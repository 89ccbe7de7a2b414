/** Which candidates stay as negatives, judged by the prototypes. It depends on {@code core.prototype} and the torch bridge. */
@NullMarked
package io.github.hcsc.core.selection;

import org.jspecify.annotations.NullMarked;
