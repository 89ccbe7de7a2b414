/** Whether this build computes rightly on a device: checks with their bounds, and how fast it is there. */
@NullMarked
package io.github.hcsc.train.accept;

import org.jspecify.annotations.NullMarked;
