/** A tree over anybody's features: how large its levels are, what it costs, and how it is built. */
@NullMarked
package io.github.hcsc.train.cluster;

import org.jspecify.annotations.NullMarked;
