package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Turns the logits of one contrast into a loss. */
@FunctionalInterface
public interface ContrastiveLoss {

    /** Returns the mean loss over the queries, a scalar through which gradients flow. */
    NDArray evaluate(ContrastiveLogits logits);

    /**
     * Returns the sum of the losses of several selections among the same candidates. Losses whose selections have work in
     * common override this.
     *
     * @param positive the logit of each query's positive {@code [N]}
     * @param candidates the logits of the candidates {@code [N, C]}, all eligible
     * @param selections for each contrast 1 where a candidate is kept, 0 where it is rejected {@code [N, C]}
     */
    default NDArray sum(NDArray positive, NDArray candidates, List<NDArray> selections) {
        NDArray all = candidates.getManager().ones(new Shape(1, 1));
        NDList losses = new NDList(selections.stream()
                .map(kept -> evaluate(new ContrastiveLogits(positive, candidates, all, kept)))
                .toList());
        return NDArrays.stack(losses).sum();
    }
}
