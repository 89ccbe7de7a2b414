/** The program's entry, and one readable {@code main} for each thing one may want to do in Java. */
@NullMarked
package io.github.hcsc.examples;

import org.jspecify.annotations.NullMarked;
