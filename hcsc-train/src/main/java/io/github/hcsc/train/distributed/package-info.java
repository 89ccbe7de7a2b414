/**
 * What training needs beyond one process: equal replicas, averaged gradients, agreement on what is trained, and a fair
 * share of a machine's cores. It depends on core alone.
 */
@NullMarked
package io.github.hcsc.train.distributed;

import org.jspecify.annotations.NullMarked;
