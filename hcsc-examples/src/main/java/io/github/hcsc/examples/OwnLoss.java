package io.github.hcsc.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.loss.ContrastiveLoss;
import io.github.hcsc.train.PretrainerBuilder;
import java.io.IOException;

/**
 * Minimises another loss, here the decoupled one, InfoNCE without the positive in its denominator, \( -p + \log \sum_j
 * e^{n_j} \): {@code mvn -q compile exec:java -Dexec.mainClass=io.github.hcsc.examples.OwnLoss}.
 *
 * @see <a href="https://arxiv.org/abs/2110.06848">Yeh et al., Decoupled Contrastive Learning</a>
 */
public final class OwnLoss implements ContrastiveLoss {

    private static final float ABSENT = 1e30f;

    /** Compares it with the configured InfoNCE: in half a minute, or on so many images for so many epochs. */
    public static void main(String[] args) throws IOException {
        System.out.println(SmallRun.of(args).compare(OwnLoss::plug));
    }

    static PretrainerBuilder plug(PretrainerBuilder pretrainer) {
        return pretrainer.optObjective(objective -> objective.withLoss(new OwnLoss()));
    }

    @Override
    public NDArray evaluate(ContrastiveLogits logits) {
        return NDArrays.stack(new NDList(logits.negatives().stream()
                .map(present -> contrast(logits, present))
                .toList()));
    }

    private static NDArray contrast(ContrastiveLogits logits, NDArray present) {
        NDArray negatives = logits.candidates().add(present.sub(1).mul(ABSENT)); // [N, C]
        NDArray largest = negatives.max(new int[] {1}, true); // [N, 1]
        NDArray denominator =
                negatives.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
        NDArray contrast = denominator.sub(logits.positive().expandDims(1)); // [N, 1]
        NDArray hasNegatives = present.max(new int[] {1}, true); // 1 or 0
        return contrast.mul(hasNegatives).mean();
    }
}
