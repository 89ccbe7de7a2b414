package io.github.hcsc.train.prototypes.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts blocks of columns side by side so that each weighs the same: its mean over the training images is taken away, and it
 * is scaled so that the mean squared length of a training row is 1.
 *
 * @param means {@code [1, w]} of each block
 * @param scales what each block is multiplied by
 */
record Blocks(List<NDArray> means, List<Float> scales) {

    /** Measures the blocks of the training images. */
    static Blocks of(NDList training) {
        List<NDArray> means = new ArrayList<>();
        List<Float> scales = new ArrayList<>();
        for (NDArray block : training) {
            NDManager owner = block.getManager();
            try (NDManager scope = owner.newSubManager()) {
                scope.tempAttachAll(block);
                NDArray mean = block.mean(new int[] {0}, true);
                float squares = block.sub(mean).square().sum().getFloat() / block.size(0);
                mean.attach(owner);
                means.add(mean);
                scales.add(squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0);
            }
        }
        return new Blocks(means, scales);
    }

    /** Joins blocks of the same columns to {@code [n, w1 + w2 + ...]}, owned by the manager of the first. */
    NDArray join(NDList blocks) {
        NDManager owner = blocks.get(0).getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDList scaled = new NDList();
            for (int i = 0; i < blocks.size(); i++) {
                scope.tempAttachAll(blocks.get(i));
                scaled.add(blocks.get(i).sub(means.get(i)).mul(scales.get(i)));
            }
            NDArray joined = NDArrays.concat(scaled, 1);
            joined.attach(owner);
            return joined;
        }
    }
}
