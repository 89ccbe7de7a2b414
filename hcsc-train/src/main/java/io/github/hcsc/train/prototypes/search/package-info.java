/** The tree as an index: the nearest images of a query, from coarse to fine. */
@NullMarked
package io.github.hcsc.train.prototypes.search;

import org.jspecify.annotations.NullMarked;
