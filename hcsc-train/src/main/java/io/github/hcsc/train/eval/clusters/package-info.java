/** How well clusters agree with classes: {@link io.github.hcsc.train.eval.clusters.ClusterEvaluator}. */
@NullMarked
package io.github.hcsc.train.eval.clusters;

import org.jspecify.annotations.NullMarked;
