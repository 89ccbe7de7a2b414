/** The demo: pretraining on generated shapes whose true hierarchy is known. */
@NullMarked
package io.github.hcsc.train.demo;

import org.jspecify.annotations.NullMarked;
