package io.github.hcsc.core.prototype;

/**
 * The finest level of a tree over rows that need not be in memory.
 *
 * @param prototypes the centroids at unit length, {@code [M, d]}
 * @param density the density of each
 * @param labels the prototype of each row
 * @param nearerElsewhere share of rows, measured on up to 10,000, that have a nearer centroid than that of their prototype;
 *     0 where all were looked at
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowLevel(float[][] prototypes, float[] density, int[] labels, double nearerElsewhere) {}
