/** Classification with the help of prototypes. */
@NullMarked
package io.github.hcsc.train.prototypes.predict;

import org.jspecify.annotations.NullMarked;
