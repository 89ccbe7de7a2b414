package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/** How the losses of the levels become one. */
public enum LevelReduction {
    /** Their sum: the instance loss of the released code. */
    SUM {
        @Override
        int divisor(int levels) {
            return 1;
        }
    },
    /** Their mean. */
    MEAN {
        @Override
        int divisor(int levels) {
            return levels;
        }
    };

    /** Returns what the sum of the losses of so many levels is divided by. */
    abstract int divisor(int levels);

    /** Returns one scalar of scalars, at least one. */
    NDArray of(List<NDArray> losses) {
        return TorchOps.divide(NDArrays.stack(new NDList(losses)).sum(), divisor(losses.size()));
    }
}
