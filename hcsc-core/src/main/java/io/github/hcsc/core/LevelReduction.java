package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;

/** How the losses of the levels become one. */
public enum LevelReduction {
    /** Their sum: the instance loss of the released code. */
    SUM {
        @Override
        NDArray of(NDArray losses) {
            return losses.sum();
        }
    },
    /** Their mean. */
    MEAN {
        @Override
        NDArray of(NDArray losses) {
            return losses.mean();
        }
    };

    /** Returns one scalar of several {@code [L]}. */
    abstract NDArray of(NDArray losses);
}
