package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue by random factors, in random order.
 *
 * @param brightness the factor is uniform in [1 - brightness, 1 + brightness]
 * @param contrast the factor is uniform in [1 - contrast, 1 + contrast]
 * @param saturation the factor is uniform in [1 - saturation, 1 + saturation]
 * @param hue the shift is uniform in [-hue, hue] turns of the colour circle, at most 0.5
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Transform {

    /** Checks the ranges. */
    public ColorJitter {
        Probability.check("brightness", brightness);
        Probability.check("contrast", contrast);
        Probability.check("saturation", saturation);
        Probability.check("hue", 2 * hue);
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        int[] order = {0, 1, 2, 3};
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        double b = 1 + between(brightness, random);
        double c = 1 + between(contrast, random);
        double s = 1 + between(saturation, random);
        double h = between(hue, random);
        for (int step : order) {
            switch (step) {
                case 0 -> brighten(view, b);
                case 1 -> contrast(view, c);
                case 2 -> saturate(view, s);
                default -> turn(view, h);
            }
        }
    }

    private static double between(double range, RandomGenerator random) {
        return range * (2 * random.nextDouble() - 1);
    }

    private void brighten(View view, double factor) {
        if (brightness > 0) {
            Blend.brightness(view, (float) factor);
        }
    }

    private void contrast(View view, double factor) {
        if (contrast > 0) {
            Blend.contrast(view, (float) factor);
        }
    }

    private void saturate(View view, double factor) {
        if (saturation > 0) {
            Blend.saturation(view.rgb(), (float) factor);
        }
    }

    private void turn(View view, double shift) {
        if (hue > 0) {
            Hue.shift(view.rgb(), shift);
        }
    }
}
