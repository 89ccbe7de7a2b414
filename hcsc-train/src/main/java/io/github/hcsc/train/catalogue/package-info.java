/** Pictures that a tree was not made of, each with its place in it. */
@NullMarked
package io.github.hcsc.train.catalogue;

import org.jspecify.annotations.NullMarked;
