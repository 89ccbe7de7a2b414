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
        Planes planes = view.planes();
        for (int channel = 0; channel < 3; channel++) {
            int[] plane = planes.plane(channel);
            for (int start = 0; start < planes.pixels(); start += view.width()) {
                reverse(plane, start, start + view.width() - 1);
            }
        }
    }

    private static void reverse(int[] plane, int first, int last) {
        for (int a = first, b = last; a < b; a++, b--) {
            int kept = plane[a];
            plane[a] = plane[b];
            plane[b] = kept;
        }
    }
}
