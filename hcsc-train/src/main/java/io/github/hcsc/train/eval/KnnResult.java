package io.github.hcsc.train.eval;

import java.util.Locale;

/**
 * The outcome of a kNN evaluation.
 *
 * @param requested neighbours asked for
 * @param neighbours neighbours that voted: fewer than asked for if the bank is smaller
 * @param images images classified
 * @param top1 images whose class got most votes, in per cent
 * @param top5 images whose class is among the five with most votes, in per cent
 */
public record KnnResult(int requested, int neighbours, long images, double top1, double top5) {

    /** The outcome as a sentence. */
    @Override
    public String toString() {
        String note = neighbours < requested ? " (the bank holds no " + requested + ")" : "";
        return String.format(
                Locale.ROOT, "kNN of %d neighbours%s: top-1 %.2f %%, top-5 %.2f %%", neighbours, note, top1, top5);
    }
}
