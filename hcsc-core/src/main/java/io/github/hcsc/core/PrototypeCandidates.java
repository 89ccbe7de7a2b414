package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.TorchOps;

/**
 * Which prototypes of a level may be negatives of which query.
 *
 * @param range which prototypes are considered
 * @param excluded whose positives are left out
 */
public record PrototypeCandidates(Range range, Excluded excluded) {

    /** What the released code computes. */
    public static final PrototypeCandidates RELEASED = new PrototypeCandidates(Range.BELOW_LARGEST, Excluded.BATCH);

    /** Every prototype but the query's own. */
    public static final PrototypeCandidates ALL_OTHERS = new PrototypeCandidates(Range.ALL, Excluded.OWN);

    /** Which prototypes are considered. */
    public enum Range {
        /** Those whose position is below the largest one that any training image is assigned to. */
        BELOW_LARGEST,
        /** All. */
        ALL
    }

    /** Whose positives are left out. */
    public enum Excluded {
        /** The prototypes of all queries of the batch. */
        BATCH,
        /** The query's own prototype only. */
        OWN
    }

    /**
     * Returns 1 where a prototype may be a negative, 0 elsewhere: {@code [N, M]} or {@code [1, M]}.
     *
     * @param anchors the prototype of each query {@code [N]}, int64
     */
    NDArray eligible(NDArray anchors, PrototypeLevel level) {
        NDArray assigned = anchors.oneHot(level.size(), DataType.FLOAT32); // [N, M]
        NDArray others =
                switch (excluded) {
                    case BATCH -> TorchOps.complement(assigned.max(new int[] {0}, true)); // [1, M]
                    case OWN -> TorchOps.complement(assigned); // [N, M]
                };
        return switch (range) {
            case ALL -> others;
            case BELOW_LARGEST -> others.mul(belowLargest(level));
        };
    }

    private static NDArray belowLargest(PrototypeLevel level) {
        NDArray assignments = level.assignments();
        NDArray positions = assignments.getManager().arange(0, level.size(), 1, DataType.INT64);
        return positions.lt(assignments.max()).toType(DataType.FLOAT32, false); // [M]
    }
}
