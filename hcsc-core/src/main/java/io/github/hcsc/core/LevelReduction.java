package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/** How the losses of the levels become one. */
public enum LevelReduction {
    /** Their sum: the instance loss of the released code. */
    SUM {
        @Override
        NDArray of(List<NDArray> losses) {
            return stack(losses).sum();
        }
    },
    /** Their mean. */
    MEAN {
        @Override
        NDArray of(List<NDArray> losses) {
            return stack(losses).mean();
        }
    };

    /** Returns one scalar of scalars, at least one. */
    abstract NDArray of(List<NDArray> losses);

    private static NDArray stack(List<NDArray> losses) {
        return NDArrays.stack(new NDList(losses));
    }
}
