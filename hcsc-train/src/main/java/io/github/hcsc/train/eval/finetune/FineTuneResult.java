package io.github.hcsc.train.eval.finetune;

import io.github.hcsc.train.eval.Accuracy;
import java.util.Locale;

/**
 * The outcome of fine-tuning.
 *
 * @param labelled images trained on
 * @param best accuracy of the epoch with the most right answers, which is what is published
 * @param bestEpoch that epoch, counted from 1
 * @param last accuracy after the last epoch
 */
public record FineTuneResult(int labelled, Accuracy best, int bestEpoch, Accuracy last) {

    /** The outcome as a sentence. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d labels: best %s (epoch %d); last %s", labelled, best, bestEpoch, last);
    }
}
