package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * The embeddings of one batch, all of unit length.
 *
 * @param queries the query view of each image {@code [N, d]}
 * @param keys the key of each query, its positive {@code [N, d]}
 * @param locals further, smaller query views, each {@code [N, d]}
 * @param indices the position of each image in the training set {@code [N]}, int64
 */
public record ContrastBatch(NDArray queries, NDArray keys, List<NDArray> locals, NDArray indices) {

    /** Returns the batch cut into contiguous groups of equal size. */
    public List<ContrastBatch> split(int groups) {
        if (groups == 1) {
            return List.of(this);
        }
        NDList querySlices = queries.split(groups);
        NDList keySlices = keys.split(groups);
        NDList indexSlices = indices.split(groups);
        List<NDList> localSlices =
                locals.stream().map(local -> local.split(groups)).toList();
        List<ContrastBatch> parts = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int group = g;
            List<NDArray> local =
                    localSlices.stream().map(slices -> slices.get(group)).toList();
            parts.add(new ContrastBatch(querySlices.get(g), keySlices.get(g), local, indexSlices.get(g)));
        }
        return parts;
    }
}
