package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue by random factors, in random order. A range of 0 leaves its property
 * alone.
 *
 * @param brightness the factor is uniform in [1 - brightness, 1 + brightness]
 * @param contrast the factor is uniform in [1 - contrast, 1 + contrast]
 * @param saturation the factor is uniform in [1 - saturation, 1 + saturation]
 * @param hue the shift is uniform in [-hue, hue] turns of the colour circle, at most 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Transform {
    static final int BRIGHTNESS = 0;
    static final int CONTRAST = 1;
    static final int SATURATION = 2;
    static final int HUE = 3;

    /** Checks the ranges. */
    public ColorJitter {
        Probability.check("brightness", brightness);
        Probability.check("contrast", contrast);
        Probability.check("saturation", saturation);
        Probability.check("twice the hue", 2 * hue);
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        int[] order = order(random);
        double[] changes = changes(random);
        for (int property : order) {
            if (changes[property] != 0) {
                change(view, property, changes[property]);
            }
        }
    }

    /** The four properties in a random order, each as likely as the others. */
    static int[] order(RandomGenerator random) {
        int[] order = {BRIGHTNESS, CONTRAST, SATURATION, HUE};
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /** By how much each property changes; 0 is no change. */
    double[] changes(RandomGenerator random) {
        double[] ranges = {brightness, contrast, saturation, hue};
        double[] changes = new double[ranges.length];
        for (int i = 0; i < ranges.length; i++) {
            changes[i] = ranges[i] * (2 * random.nextDouble() - 1);
        }
        return changes;
    }

    private static void change(View view, int property, double change) {
        float factor = (float) (1 + change);
        switch (property) {
            case BRIGHTNESS -> Blend.brightness(view, factor);
            case CONTRAST -> Blend.contrast(view, factor);
            case SATURATION -> Blend.saturation(view, factor);
            default -> Hue.shift(view, change);
        }
    }

    /** The colour operations that mix a pixel with a duller one. */
    static final class Blend {
        private Blend() {}

        /** Mixes with black. */
        static void brightness(View view, float factor) {
            mixAll(view, 0, factor);
        }

        /** Mixes with the mean grey of the whole view, rounded half up. */
        static void contrast(View view, float factor) {
            Planes planes = view.planes();
            double mean = (double) view.math().luma(planes) / planes.pixels();
            mixAll(view, (int) (mean + 0.5), factor);
        }

        /** Mixes each pixel with its own grey. */
        static void saturation(View view, float factor) {
            view.math().saturate(view.planes(), factor);
        }

        private static void mixAll(View view, int dull, float factor) {
            Planes planes = view.planes();
            view.math().mix(planes.red(), planes.pixels(), dull, factor);
            view.math().mix(planes.green(), planes.pixels(), dull, factor);
            view.math().mix(planes.blue(), planes.pixels(), dull, factor);
        }
    }
}
