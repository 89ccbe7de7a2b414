package io.github.hcsc.core.prototype;

/**
 * The outcome of K-means.
 *
 * @param rows the centroids, each a row of the points' dimension, not of unit length
 * @param objective the sum of the squared distances of the points to their centroids in the last assignment
 */
public record Centroids(float[][] rows, double objective) {}
