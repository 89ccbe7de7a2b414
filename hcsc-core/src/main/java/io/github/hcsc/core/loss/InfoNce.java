package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;

/**
 * InfoNCE: the cross entropy of recognising the positive among the negatives of a selection,
 * \( -\log \frac{e^p}{e^p + \sum_{j \in s} e^{n_j} + r_s e^z} \), averaged over the queries; z is the logit of the r
 * candidates that the selection rejected. A query without negatives has loss 0.
 *
 * <p>{@code info_nce.py} computes it. Exponentials are those of all selections, so their logits may lie 160 apart for a
 * query; those of a single selection may lie anywhere.
 *
 * @param rejected what becomes of a candidate that selection rejected
 * @see <a href="https://arxiv.org/abs/1807.03748">van den Oord et al., Representation Learning with Contrastive
 *     Predictive Coding</a>
 */
public record InfoNce(Rejected rejected) implements ContrastiveLoss {

    private static final Script SCRIPT = new Script(InfoNce.class, "info_nce.py");

    /** What becomes of a rejected candidate. */
    public enum Rejected {
        /** It stays in the denominator with logit 0, without gradient: what the released code computes. */
        ZERO_LOGIT(0),
        /** It leaves the denominator. */
        REMOVED(Double.NEGATIVE_INFINITY);

        private final double z;

        Rejected(double z) {
            this.z = z;
        }
    }

    @Override
    public NDArray evaluate(ContrastiveLogits logits) {
        NDArray candidates = logits.candidates();
        NDArray eligible =
                logits.eligible().orElseGet(() -> candidates.getManager().ones(new Shape(1, 1)));
        return SCRIPT.call(
                        "info_nce",
                        Argument.tensor(logits.positive()),
                        Argument.tensor(candidates),
                        Argument.tensor(eligible),
                        Argument.list("negatives", logits.negatives()),
                        SCRIPT.number(rejected.z))
                .singletonOrThrow();
    }
}
