package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import java.util.Optional;

/**
 * Candidates that share the query's prototypes as soft positives: a share a of the contrast's target is spread over them, and
 * 1 - a stays with the query's own key.
 *
 * <p>With logits p of the key and n of the candidates, the cross entropy with that target is InfoNCE's plus
 * \( a\,(p - \sum_j s_j n_j) \), where \( s_j \propto (o + h_j)\, e^{k \cdot z_j / T_a} \), h is the share of levels at which
 * a candidate z has the query's prototype, and k the query's key. A query whose candidates all have weight 0 keeps its target.
 * It is no part of HCSC: with equal weights for all candidates it is SCE, and this gates SCE's relations by the hierarchy.
 *
 * @param weight a, in [0, 1); 0 attracts nothing
 * @param temperature T_a: the lower, the more the most similar candidates attract
 * @param outsiders o, what a candidate without a common prototype weighs beside 1 for one that shares all
 * @see <a href="https://arxiv.org/abs/2111.14585">Denize et al., Similarity Contrastive Estimation</a>
 */
public record Attraction(double weight, double temperature, double outsiders) {

    /** No attraction. */
    public static final Attraction NONE = new Attraction(0, 1, 0);

    /** Below the weight of any candidate that attracts. */
    private static final float NOTHING = 1e-30f;

    /** Checks the ranges. */
    public Attraction {
        if (!(weight >= 0 && weight < 1) || !(temperature > 0) || !(outsiders >= 0)) {
            throw new IllegalArgumentException("attraction must have a weight in [0, 1), a positive temperature and"
                    + " outsiders of at least 0, but had " + weight + ", " + temperature + " and " + outsiders);
        }
    }

    /**
     * Returns how the attracted share of each query's target is spread over the candidates {@code [N, C]}: rows that add up to
     * 1, or to 0 where no candidate attracts. Empty if nothing is attracted.
     */
    Optional<NDArray> shares(ContrastBatch batch, InstanceCandidates candidates, PrototypeHierarchy hierarchy) {
        return weight == 0 || hierarchy.levels().isEmpty()
                ? Optional.empty()
                : Optional.of(Autograd.paused(() -> spread(batch, candidates, hierarchy)));
    }

    private NDArray spread(ContrastBatch batch, InstanceCandidates candidates, PrototypeHierarchy hierarchy) {
        NDArray known = candidates.images().gte(0).toType(DataType.FLOAT32, false); // [C]
        NDArray common = hierarchy.levels().stream()
                .map(level -> same(batch.indices(), candidates.images().maximum(0), level))
                .reduce(NDArray::add)
                .orElseThrow()
                .div(hierarchy.levels().size());
        NDArray weights = common.mul(known).add(outsiders); // [N, C]
        NDArray eligible = candidates.eligible().map(weights::mul).orElse(weights);
        NDArray similarities =
                batch.keys().matMul(candidates.keys().vectors().transpose()).div(temperature);
        NDArray largest = TorchOps.largest(similarities).expandDims(1);
        NDArray pull = similarities.sub(largest).exp().mul(eligible);
        return pull.div(pull.sum(new int[] {1}, true).maximum(NOTHING));
    }

    /** Returns 1 where a query and a candidate have the same prototype, 0 elsewhere {@code [N, C]}. */
    private static NDArray same(NDArray queries, NDArray candidates, PrototypeLevel level) {
        return level.anchorsOf(queries)
                .expandDims(1)
                .eq(level.anchorsOf(candidates).expandDims(0))
                .toType(DataType.FLOAT32, false);
    }

    /** Returns what is added to the contrast's loss, a scalar. */
    NDArray loss(ContrastiveLogits logits, NDArray shares) {
        NDArray attracted = logits.candidates().mul(shares).sum(new int[] {1}); // [N]
        NDArray gap = logits.positive().mul(shares.sum(new int[] {1})).sub(attracted);
        return TorchOps.divide(gap.mean(), 1 / weight);
    }
}
