package io.github.hcsc.core.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.encoder.PassRows;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Optional;

/**
 * Which branches of which images are left out; those that stay are multiplied so that the expectation is the same.
 *
 * @param last the share of the last block
 * @param depth blocks
 * @param rows the rows that pass, none where nothing is left out
 */
record DropPath(double last, int depth, Optional<PassRows> rows) {

    private static final int BRANCHES = 2;

    /** Returns the factors of a block {@code [2, count, 1, 1]}, empty where all are 1. */
    NDArray factors(NDManager manager, int block, int count) {
        double share = depth == 1 ? last : last * block / (depth - 1);
        if (rows.isEmpty() || share == 0) {
            return manager.zeros(new Shape(0));
        }
        float kept = (float) (1 / (1 - share));
        float[] factors = new float[BRANCHES * count];
        for (int i = 0; i < factors.length; i++) {
            int place = BRANCHES * block + i / count;
            factors[i] = rows.orElseThrow().uniform(place, i % count) < share ? 0 : kept;
        }
        return TorchOps.constant(manager, factors, new Shape(BRANCHES, count, 1, 1));
    }
}
