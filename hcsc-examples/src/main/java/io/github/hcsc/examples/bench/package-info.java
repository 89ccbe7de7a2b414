/** Comparisons whose other side needs more than hcsc-train. */
@NullMarked
package io.github.hcsc.examples.bench;

import org.jspecify.annotations.NullMarked;
