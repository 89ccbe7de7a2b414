package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Mirrors the view left to right, sometimes.
 *
 * @param probability how often
 */
public record HorizontalFlip(double probability) implements Transform {

    /** Checks the probability. */
    public HorizontalFlip {
        Probability.check("flip probability", probability);
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        if (random.nextDouble() < probability) {
            mirror(view);
        }
    }

    static void mirror(View view) {
        byte[] rgb = view.rgb();
        int row = 3 * view.width();
        for (int start = 0; start < rgb.length; start += row) {
            for (int a = start, b = start + row - 3; a < b; a += 3, b -= 3) {
                swap(rgb, a, b);
                swap(rgb, a + 1, b + 1);
                swap(rgb, a + 2, b + 2);
            }
        }
    }

    private static void swap(byte[] rgb, int a, int b) {
        byte kept = rgb[a];
        rgb[a] = rgb[b];
        rgb[b] = kept;
    }
}
