/** Ways to pretrain, side by side over seeds. */
@NullMarked
package io.github.hcsc.train.compare;

import org.jspecify.annotations.NullMarked;
