package io.github.hcsc.core.selection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeLevel;

/** Decides which candidates stay as negatives of which query. The same rule serves queue keys and prototypes. */
@FunctionalInterface
public interface NegativeSelector {

    /** Keeps every candidate: with it the objective is MoCo's, or PCL's if there are prototypes. */
    NegativeSelector KEEP_ALL =
            (candidates, anchors, level, random) -> anchors.getManager().ones(new Shape(1, 1));

    /**
     * Returns 1 where a candidate stays a negative, 0 where it is rejected: {@code [N, C]}, or {@code [1, 1]} for all,
     * without gradient.
     *
     * @param candidates C unit vectors
     * @param anchors the prototype of each query {@code [N]} at {@code level}, int64
     * @param level the prototypes that judge
     * @param random the numbers for random decisions
     */
    NDArray select(Candidates candidates, NDArray anchors, PrototypeLevel level, UniformSource random);
}
