/** Ways to pretrain, compared under the same budget. */
@NullMarked
package io.github.hcsc.train.compare;

import org.jspecify.annotations.NullMarked;
