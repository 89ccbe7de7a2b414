package io.github.hcsc.core.selection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;

/**
 * The selection of HCSC: a candidate is kept with the probability that it does <em>not</em> belong to the query's
 * prototype, \( 1 - \mathrm{softmax}_p(c \cdot c_p / \phi_p)[\mathrm{anchor}] \).
 *
 * @param minKeep smallest probability of keeping a candidate
 * @param maxKeep largest probability of keeping a candidate
 * @param minDensity smallest density that the similarities are divided by
 * @see <a href="https://arxiv.org/abs/2202.00455">HCSC</a>, sections 3.3 and 3.4
 */
public record SemanticSelector(double minKeep, double maxKeep, double minDensity) implements NegativeSelector {

    /** Checks that the bounds are probabilities in order. */
    public SemanticSelector {
        if (!(0 <= minKeep && minKeep <= maxKeep && maxKeep <= 1)) {
            throw new IllegalArgumentException("keep probabilities must satisfy 0 <= minKeep <= maxKeep <= 1, but were "
                    + minKeep + " and " + maxKeep);
        }
        if (!(minDensity >= 0)) {
            throw new IllegalArgumentException("minDensity must not be negative, but was " + minDensity);
        }
    }

    @Override
    public NDArray select(NDArray candidates, NDArray anchors, PrototypeLevel level, UniformSource random) {
        return Autograd.paused(() -> {
            NDArray keep = keepProbabilities(candidates, anchors, level);
            Shape shape = keep.getShape();
            return random.draw(anchors.getManager(), shape).lt(keep).toType(DataType.FLOAT32, false);
        });
    }

    /** Returns the probability of keeping each candidate for each query: {@code [N, C]}. */
    public NDArray keepProbabilities(NDArray candidates, NDArray anchors, PrototypeLevel level) {
        NDArray density = level.density().maximum(minDensity).expandDims(1); // [M, 1]
        NDArray scaled = level.centroids().div(density); // [M, d]
        NDArray partition = TorchOps.logPartition(candidates, scaled); // [C]
        NDArray logits = scaled.get(anchors).matMul(candidates.transpose()); // [N, C]
        NDArray belongs = logits.subi(partition).exp();
        return belongs.muli(-1).addi(1).maximum(minKeep).minimum(maxKeep);
    }
}
