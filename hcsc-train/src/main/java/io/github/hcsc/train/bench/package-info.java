/** What the benchmarks repeat, and how it is timed. */
@NullMarked
package io.github.hcsc.train.bench;

import org.jspecify.annotations.NullMarked;
