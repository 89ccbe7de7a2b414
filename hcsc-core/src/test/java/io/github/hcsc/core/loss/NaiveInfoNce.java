package io.github.hcsc.core.loss;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.loss.InfoNce.Rejected;
import java.util.List;

/** InfoNCE from its formula, candidate by candidate in double precision, and the gradients of the sum of its losses. */
final class NaiveInfoNce {

    final double[] losses;
    final float[] ofPositive;
    final float[] ofCandidates;
    private final float[] positive;
    private final float[] candidates;

    private NaiveInfoNce(int selections, float[] positive, float[] candidates) {
        losses = new double[selections];
        this.positive = positive;
        this.candidates = candidates;
        ofPositive = new float[positive.length];
        ofCandidates = new float[candidates.length];
    }

    static NaiveInfoNce of(ContrastiveLogits logits, Rejected rejected) {
        List<NDArray> selections = logits.selections();
        NDArray zeros = logits.candidates().zerosLike();
        float[] eligible =
                logits.eligible().map(zeros::add).orElseGet(zeros::onesLike).toFloatArray();
        NaiveInfoNce naive = new NaiveInfoNce(
                selections.size(),
                logits.positive().toFloatArray(),
                logits.candidates().toFloatArray());
        for (int s = 0; s < selections.size(); s++) {
            float[] kept = zeros.add(selections.get(s)).toFloatArray();
            for (int n = 0; n < naive.positive.length; n++) {
                naive.losses[s] += naive.query(n, eligible, kept, rejected) / naive.positive.length;
            }
        }
        return naive;
    }

    private double query(int n, float[] eligible, float[] kept, Rejected rejected) {
        int queries = positive.length;
        int width = candidates.length / queries;
        double[] logits = new double[width];
        double largest = positive[n];
        for (int j = 0; j < width; j++) {
            int i = n * width + j;
            double ifRejected = rejected == Rejected.ZERO_LOGIT ? 0 : Double.NEGATIVE_INFINITY;
            double logit = kept[i] == 1 ? candidates[i] : ifRejected;
            logits[j] = eligible[i] == 1 ? logit : Double.NEGATIVE_INFINITY;
            largest = Math.max(largest, logits[j]);
        }
        double total = Math.exp(positive[n] - largest);
        for (double logit : logits) {
            total += Math.exp(logit - largest);
        }
        ofPositive[n] += (float) ((Math.exp(positive[n] - largest) / total - 1) / queries);
        for (int j = 0; j < width; j++) {
            ofCandidates[n * width + j] +=
                    (float) (kept[n * width + j] * Math.exp(logits[j] - largest) / total / queries);
        }
        return Math.log(total) + largest - positive[n];
    }
}
