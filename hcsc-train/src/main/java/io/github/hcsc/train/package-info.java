/** PLACEHOLDER. */
@NullMarked
package io.github.hcsc.train;

import org.jspecify.annotations.NullMarked;
