package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.hcsc.core.torch.TorchOps;
import java.util.List;

/**
 * InfoNCE: the cross entropy of recognising the positive, \( -\log \frac{e^{p}}{e^{p} + \sum_j e^{n_j}} \), averaged
 * over the queries. A query without negatives has loss 0.
 *
 * @param rejected what becomes of a candidate that selection rejected
 * @see <a href="https://arxiv.org/abs/1807.03748">van den Oord et al., Representation Learning with Contrastive
 *     Predictive Coding</a>
 */
public record InfoNce(Rejected rejected) implements ContrastiveLoss {

    /** So small a logit that its exponential is zero, yet finite, so that gradients stay numbers. */
    private static final float ABSENT = 1e30f;

    /** What becomes of a rejected candidate. */
    public enum Rejected {
        /** It stays in the denominator with logit 0, without gradient: what the released code computes. */
        ZERO_LOGIT,
        /** It leaves the denominator. */
        REMOVED
    }

    @Override
    public NDArray evaluate(ContrastiveLogits logits) {
        NDArray negatives =
                switch (rejected) {
                    case ZERO_LOGIT -> absent(logits.candidates().mul(logits.kept()), logits.eligible());
                    case REMOVED -> absent(logits.candidates(), logits.kept().mul(logits.eligible()));
                };
        NDArray all = NDArrays.concat(new NDList(logits.positive().expandDims(1), negatives), 1); // [N, 1 + C]
        return all.logSoftmax(1).get(":, 0").mean().neg();
    }

    /** Exponentials of the candidates are computed once for all selections. */
    @Override
    public NDArray sum(NDArray positive, NDArray candidates, List<NDArray> selections) {
        return TorchOps.infoNceSum(positive, candidates, selections, rejected == Rejected.ZERO_LOGIT);
    }

    private static NDArray absent(NDArray logits, NDArray present) {
        return logits.add(present.sub(1).mul(ABSENT));
    }
}
