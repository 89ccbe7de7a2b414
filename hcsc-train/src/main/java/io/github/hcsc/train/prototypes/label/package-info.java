/** Naming many images by naming few prototypes. */
@NullMarked
package io.github.hcsc.train.prototypes.label;

import org.jspecify.annotations.NullMarked;
