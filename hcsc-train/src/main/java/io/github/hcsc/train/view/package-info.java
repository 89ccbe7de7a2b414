/** How images become tensors: training views, the fixed views of evaluations, and normalisation. */
@NullMarked
package io.github.hcsc.train.view;

import org.jspecify.annotations.NullMarked;
