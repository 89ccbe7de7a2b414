package io.github.hcsc.train.eval.linear;

import io.github.hcsc.train.eval.Accuracy;
import java.util.Locale;

/**
 * The outcome of a linear evaluation.
 *
 * @param best accuracy of the epoch with the most right answers
 * @param bestEpoch that epoch, counted from 1
 * @param last accuracy after the last epoch
 * @param classes classes told apart
 */
public record LinearResult(Accuracy best, int bestEpoch, Accuracy last, int classes) {

    /** The outcome as a sentence. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "best %s (epoch %d); last %s; %d classes", best, bestEpoch, last, classes);
    }
}
