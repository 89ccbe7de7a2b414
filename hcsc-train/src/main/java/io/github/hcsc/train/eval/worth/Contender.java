package io.github.hcsc.train.eval.worth;

import ai.djl.ndarray.NDArray;

/**
 * Something that gives images features.
 *
 * @param name what tables call it
 * @param known features {@code [n, d]} of the images to learn from
 * @param tested features {@code [m, d]} of those to classify
 */
public record Contender(String name, NDArray known, NDArray tested) {}
