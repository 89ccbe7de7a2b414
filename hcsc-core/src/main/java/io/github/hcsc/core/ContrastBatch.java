package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The embeddings of one batch, all of unit length. Gradients flow through queries and local views only.
 *
 * @param queries the query view of each image {@code [N, d]}
 * @param keys the key view of each image {@code [N, d]}
 * @param locals further, smaller query views, each {@code [N, d]}
 * @param indices the position of each image in the training set {@code [N]}, int64
 */
public record ContrastBatch(NDArray queries, NDArray keys, List<NDArray> locals, NDArray indices) {}
