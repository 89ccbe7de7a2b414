/**
 * Hierarchical Contrastive Selective Coding: the objective over a hierarchy of prototypes.
 *
 * <p>This package knows nothing of images, files or training loops.
 */
@NullMarked
package io.github.hcsc.core;

import org.jspecify.annotations.NullMarked;
