/**
 * Several processes that compute together: {@link io.github.hcsc.core.distributed.Collectives} is what algorithms see,
 * {@link io.github.hcsc.core.distributed.Launch} starts it.
 *
 * <p>The network is the cluster's own MPI, its C library called through JNA. It depends on the torch bridge alone.
 */
@NullMarked
package io.github.hcsc.core.distributed;

import org.jspecify.annotations.NullMarked;
