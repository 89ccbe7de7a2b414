package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Contrasts of N queries, each query with one positive and with negatives among the same C candidates; similarities are
 * already divided by their temperature.
 *
 * @param positive the logit of each query's positive {@code [N]}
 * @param candidates the logits of the candidates {@code [N, C]}
 * @param eligible 1 where a candidate takes part at all, 0 elsewhere, {@code [1, C]} or {@code [N, C]}; empty if all do
 * @param selections for each contrast, at least one, 1 where a candidate is kept and 0 where it is rejected: {@code [N, C]},
 *     or {@code [1, 1]} for all
 */
public record ContrastiveLogits(
        NDArray positive, NDArray candidates, Optional<NDArray> eligible, List<NDArray> selections) {

    /** Returns the one contrast with all candidates. */
    public static ContrastiveLogits withAll(NDArray positive, NDArray candidates) {
        NDArray all = candidates.getManager().ones(new Shape(1, 1));
        return new ContrastiveLogits(positive, candidates, Optional.empty(), List.of(all));
    }

    /** Returns for each contrast 1 where a candidate is eligible and kept, 0 elsewhere: shaped as the masks are together. */
    public List<NDArray> negatives() {
        return eligible.map(mask -> selections.stream().map(mask::mul).toList()).orElse(selections);
    }
}
