package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.Resampler.Box;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Cuts a box of random area, shape and place and resizes it to the view: the crop of torchvision, with aspect ratios
 * from 3/4 to 4/3, log-uniform.
 *
 * @param minScale the smallest share of the image's area
 * @param maxScale the largest share of the image's area
 */
public record RandomResizedCrop(double minScale, double maxScale) implements Crop {
    private static final int TRIES = 10;
    private static final double NARROWEST = 3.0 / 4;
    private static final double WIDEST = 4.0 / 3;

    /** Checks that the shares are ordered and lie in (0, 1]. */
    public RandomResizedCrop {
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "crop scale must satisfy 0 < min <= max <= 1, but was %s to %s", minScale, maxScale));
        }
    }

    @Override
    public void cut(Image image, View view, RandomGenerator random) {
        Box box = box(image.width(), image.height(), random);
        new Resampler(image, box, Interpolation.BILINEAR).fill(view, view.width(), view.height(), 0, 0);
    }

    Box box(int width, int height, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            double area = (double) width * height * (minScale + (maxScale - minScale) * random.nextDouble());
            double low = Math.log(NARROWEST);
            double ratio = Math.exp(low + (Math.log(WIDEST) - low) * random.nextDouble());
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.nextInt(height - h + 1);
                int left = random.nextInt(width - w + 1);
                return new Box(left, top, w, h);
            }
        }
        return central(width, height);
    }

    /** The largest central box whose shape is allowed. */
    static Box central(int width, int height) {
        double ratio = (double) width / height;
        int w = ratio > WIDEST ? (int) Math.rint(height * WIDEST) : width;
        int h = ratio < NARROWEST ? (int) Math.rint(width / NARROWEST) : height;
        return new Box((width - w) / 2, (height - h) / 2, w, h);
    }
}
