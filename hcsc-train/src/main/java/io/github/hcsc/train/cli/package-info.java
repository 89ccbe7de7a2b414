/**
 * The command line, one class per command; {@link io.github.hcsc.train.cli.Hcsc} is the entry.
 *
 * <p>Commands read options, call {@link io.github.hcsc.train.cli.Jobs} and print a
 * {@link io.github.hcsc.train.cli.Report}. Nothing depends on this package.
 */
@NullMarked
package io.github.hcsc.train.cli;

import org.jspecify.annotations.NullMarked;
