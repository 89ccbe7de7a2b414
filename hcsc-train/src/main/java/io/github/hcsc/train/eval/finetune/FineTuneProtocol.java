package io.github.hcsc.train.eval.finetune;

import io.github.hcsc.train.eval.linear.RandomView;
import io.github.hcsc.train.schedule.StepDecay;
import java.util.List;

/**
 * How a network is fine-tuned.
 *
 * @param epochs passes over the labelled images
 * @param milestones epochs from which both rates are a tenth of what they were
 * @param batchSize images in a batch, over all of which batch normalisation is computed
 * @param minScale the smallest crop of a training image, as a share of its area
 * @param backboneRate learning rate of the backbone
 * @param headRate learning rate of the new classifier
 * @param momentum of gradient descent
 * @param weightDecay of gradient descent
 * @param seed decides initial weights, orders and views
 */
public record FineTuneProtocol(
        int epochs,
        List<Integer> milestones,
        int batchSize,
        double minScale,
        double backboneRate,
        double headRate,
        double momentum,
        double weightDecay,
        int seed) {

    /** Checks the ranges. */
    public FineTuneProtocol {
        milestones = List.copyOf(milestones);
        if (epochs < 1 || batchSize < 2) {
            throw new IllegalArgumentException(
                    "epochs must be at least 1 and a batch at least 2, but were " + epochs + " and " + batchSize);
        }
        if (!(backboneRate >= 0) || !(headRate > 0) || !(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("rates must be positive, momentum lie in [0, 1) and weight decay not be"
                    + " negative, but were " + List.of(backboneRate, headRate, momentum, weightDecay));
        }
    }

    /** The protocol of HCSC for 1 % and 10 % of ImageNet's labels. */
    public static FineTuneProtocol published() {
        return new FineTuneProtocol(70, milestones(70), 256, RandomView.PUBLISHED_MIN_SCALE, 0.005, 0.02, 0.9, 0, 31);
    }

    /** The epochs of the published protocol at which the rates fall, in proportion: three and six sevenths of all. */
    public static List<Integer> milestones(int epochs) {
        return List.of(epochs * 3 / 7, epochs * 6 / 7);
    }

    /** The share of the initial rates that an epoch has. */
    double decay(int epoch) {
        return new StepDecay(1, milestones).at(epoch);
    }
}
