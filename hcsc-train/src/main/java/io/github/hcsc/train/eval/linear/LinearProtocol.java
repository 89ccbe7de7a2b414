package io.github.hcsc.train.eval.linear;

import io.github.hcsc.train.schedule.StepDecay;
import io.github.hcsc.train.schedule.StepRate;
import io.github.hcsc.train.schedule.WarmRestarts;
import java.util.List;

/**
 * How a linear classifier is trained.
 *
 * @param epochs passes over the images
 * @param rate the learning rate, whatever the batch
 * @param momentum of gradient descent
 * @param weightDecay of gradient descent
 * @param seed decides initial weights, orders and views
 */
public record LinearProtocol(int epochs, StepRate rate, double momentum, double weightDecay, long seed) {

    /** Checks the ranges. */
    public LinearProtocol {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, but was " + epochs);
        }
        if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("momentum must lie in [0, 1) and weight decay not be negative, but were "
                    + momentum + " and " + weightDecay);
        }
    }

    /** The protocol of ImageNet: 100 epochs at 5, a tenth of it from 60, a hundredth from 80 per cent of the epochs on. */
    public static LinearProtocol imageNet(int epochs, double rate, long seed) {
        return new LinearProtocol(epochs, StepRate.of(new StepDecay(rate, milestones(epochs))), 0.9, 0, seed);
    }

    /** The epochs of the ImageNet protocol at which the rate falls, in proportion. */
    public static List<Integer> milestones(int epochs) {
        return List.of(epochs * 3 / 5, epochs * 4 / 5);
    }

    /** The protocol of Places205: warm restarts every ten epochs. */
    public static LinearProtocol places205(int epochs, double rate, long seed) {
        return new LinearProtocol(epochs, new WarmRestarts(rate, 10), 0.9, 0, seed);
    }
}
