/** PLACEHOLDER. */
@NullMarked
package io.github.hcsc.data;

import org.jspecify.annotations.NullMarked;
