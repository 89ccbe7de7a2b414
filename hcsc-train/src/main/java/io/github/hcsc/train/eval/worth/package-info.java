/** Whether pretraining was worth it: an encoder beside pixels, an untrained one and others, at the labels one has. */
@NullMarked
package io.github.hcsc.train.eval.worth;

import org.jspecify.annotations.NullMarked;
