package io.github.hcsc.train.eval.svm;

import java.util.Locale;
import java.util.Map;

/**
 * Mean average precision of support vector machines.
 *
 * @param shots images of each class trained on, 0 for all
 * @param runs how often images were drawn
 * @param map mean over runs of the mean over classes, in per cent
 * @param deviation standard deviation over runs, in per cent
 * @param classes average precision of each class in per cent, mean over runs
 */
public record SvmResult(int shots, int runs, double map, double deviation, Map<String, Double> classes) {

    /** The result as a sentence. */
    @Override
    public String toString() {
        return shots == 0
                ? String.format(Locale.ROOT, "all images: mAP %.2f %%", map)
                : String.format(
                        Locale.ROOT,
                        "%d per class: mAP %.2f %% (deviation %.2f over %d runs)",
                        shots,
                        map,
                        deviation,
                        runs);
    }
}
