/** What the tests against the reference share: its files, its number formulas, and how far we are from it. */
@NullMarked
package io.github.hcsc.core.golden;

import org.jspecify.annotations.NullMarked;
