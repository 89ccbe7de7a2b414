package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;

/**
 * One contrast of N queries, each with one positive and C candidates for negatives; similarities are already divided by
 * their temperature.
 *
 * @param positive the logit of each query's positive {@code [N]}
 * @param candidates the logits of the candidates {@code [N, C]}
 * @param eligible 1 where a candidate takes part at all, 0 elsewhere; {@code [1, C]} or {@code [N, C]}
 * @param kept 1 where the selection kept a candidate, 0 where it rejected it; {@code [N, C]}
 */
public record ContrastiveLogits(NDArray positive, NDArray candidates, NDArray eligible, NDArray kept) {}
