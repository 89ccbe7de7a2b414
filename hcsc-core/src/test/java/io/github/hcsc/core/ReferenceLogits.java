package io.github.hcsc.core;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.golden.Fixture;
import io.github.hcsc.core.loss.ContrastiveLogits;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Logits as the cross entropy sees them, {@code [N, 1 + C]}: the positive first, minus infinity for who takes no part. */
final class ReferenceLogits {

    private ReferenceLogits() {}

    /** Spreads the reference's logits over all candidates, since it leaves out those that are none. */
    static float[] of(Fixture golden, String contrast, int candidates) {
        float[] stored = golden.floats(contrast + "_logits");
        long[] present = golden.has(contrast + "_negatives")
                ? golden.longs(contrast + "_negatives")
                : LongStream.range(0, candidates).toArray();
        int storedWidth = 1 + present.length;
        int width = 1 + candidates;
        float[] all = new float[stored.length / storedWidth * width];
        Arrays.fill(all, Float.NEGATIVE_INFINITY);
        for (int n = 0; n < stored.length / storedWidth; n++) {
            all[n * width] = stored[n * storedWidth];
            for (int i = 0; i < present.length; i++) {
                all[n * width + 1 + (int) present[i]] = stored[n * storedWidth + 1 + i];
            }
        }
        return all;
    }

    /** Returns ours of the only selection, where a rejected candidate has logit 0 or takes no part. */
    static float[] of(ContrastiveLogits ours, boolean rejectedRemain) {
        NDArray shape = ours.candidates().zerosLike();
        float[] positive = ours.positive().toFloatArray();
        float[] candidates = ours.candidates().toFloatArray();
        float[] eligible =
                ours.eligible().map(shape::add).orElseGet(shape::onesLike).toFloatArray();
        float[] kept = shape.add(ours.selections().get(0)).toFloatArray();
        int width = candidates.length / positive.length;
        float[] all = new float[candidates.length + positive.length];
        for (int n = 0; n < positive.length; n++) {
            all[n * (1 + width)] = positive[n];
            for (int j = 0; j < width; j++) {
                int i = n * width + j;
                boolean present = eligible[i] == 1 && (rejectedRemain || kept[i] == 1);
                all[n * (1 + width) + 1 + j] = present ? candidates[i] * kept[i] : Float.NEGATIVE_INFINITY;
            }
        }
        return all;
    }
}
