/**
 * Prototypes: hierarchical K-means over the embeddings of the training images, and the hierarchy it yields.
 *
 * <p>A {@link io.github.hcsc.core.prototype.Clusterer} turns embeddings into a
 * {@link io.github.hcsc.core.prototype.PrototypeHierarchy}; the method's own is
 * {@link io.github.hcsc.core.prototype.HierarchicalKMeans}. {@link io.github.hcsc.core.prototype.KMeans} and
 * {@link io.github.hcsc.core.prototype.Points} serve on their own as well.
 */
@NullMarked
package io.github.hcsc.core.prototype;

import org.jspecify.annotations.NullMarked;
