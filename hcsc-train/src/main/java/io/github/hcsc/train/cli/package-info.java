/**
 * The command line, one class per command; {@link io.github.hcsc.train.cli.Hcsc} is the entry.
 *
 * <p>Commands read options, call {@code Jobs} and print a
 * {@code Report}. Nothing depends on this package.
 */
@NullMarked
package io.github.hcsc.train.cli;

import org.jspecify.annotations.NullMarked;
