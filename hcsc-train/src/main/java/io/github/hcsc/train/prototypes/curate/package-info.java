/** Choosing images by the tree: balanced subsets, near-duplicates, outliers. */
@NullMarked
package io.github.hcsc.train.prototypes.curate;

import org.jspecify.annotations.NullMarked;
