/**
 * The prototypes after training: the tree as files, as a page to look at, as an index to search, as a guide to curate, and
 * as a means to name many images by naming few prototypes.
 */
@NullMarked
package io.github.hcsc.train.prototypes;

import org.jspecify.annotations.NullMarked;
