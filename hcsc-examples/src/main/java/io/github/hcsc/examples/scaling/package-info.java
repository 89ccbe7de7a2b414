/** What a run would take on many GPUs, calculated from measured parts. */
@NullMarked
package io.github.hcsc.examples.scaling;

import org.jspecify.annotations.NullMarked;
