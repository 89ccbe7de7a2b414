/** Text as tables and people need it. */
@NullMarked
package io.github.hcsc.train.text;

import org.jspecify.annotations.NullMarked;
