/** PLACEHOLDER. */
@NullMarked
package io.github.hcsc.examples;

import org.jspecify.annotations.NullMarked;
