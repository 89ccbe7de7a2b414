/** Text for spreadsheets, which take orders from some of it. */
@NullMarked
package io.github.hcsc.train.text;

import org.jspecify.annotations.NullMarked;
