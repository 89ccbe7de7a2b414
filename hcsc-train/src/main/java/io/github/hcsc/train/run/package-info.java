/** The folder of a run: who may write in it, what it holds, where it came from. */
@NullMarked
package io.github.hcsc.train.run;

import org.jspecify.annotations.NullMarked;
