package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.RandomStream;

/**
 * One generated picture. What its class does not fix is drawn at random: place, size, a turn, three colours, dark
 * on light or light on dark, a wavy background, and noise.
 */
final class ShapePainter {
    /** Lumas of background, shape and what fills it. */
    private static final double[] DARK_ON_LIGHT = {195, 55, 125};

    private static final double[] LIGHT_ON_DARK = {55, 195, 125};
    private static final int WAVES = 2;
    private static final double NOISE = 8;
    private static final double LARGEST_TURN = Math.toRadians(20);

    private final Outline outline;
    private final Fill fill;
    private final RandomStream random;
    private final double radius;
    private final double centreX;
    private final double centreY;
    private final double cos;
    private final double sin;
    private final double stripeCos;
    private final double stripeSin;
    private final double stripeShift;
    private final double[][] colors;
    private final double[] waves = new double[4 * WAVES];

    ShapePainter(Outline outline, Fill fill, RandomStream random) {
        this.outline = outline;
        this.fill = fill;
        this.random = random;
        radius = between(0.55, 0.8);
        centreX = between(-1, 1) * (1.2 - radius);
        centreY = between(-1, 1) * (1.2 - radius);
        double direction = between(-LARGEST_TURN, LARGEST_TURN);
        cos = Math.cos(direction);
        sin = Math.sin(direction);
        double stripes = between(0, Math.PI);
        stripeCos = Math.cos(stripes);
        stripeSin = Math.sin(stripes);
        stripeShift = between(0, 1);
        colors = colors();
        for (int i = 0; i < waves.length; i += 4) {
            waves[i] = between(-4, 4);
            waves[i + 1] = between(-4, 4);
            waves[i + 2] = between(0, 2 * Math.PI);
            waves[i + 3] = between(4, 6);
        }
    }

    /** Paints the picture; once. */
    Image paint(int pixels) {
        byte[] rgb = new byte[3 * pixels * pixels];
        double pixel = 2.0 / pixels;
        for (int y = 0, at = 0; y < pixels; y++) {
            for (int x = 0; x < pixels; x++, at += 3) {
                paint(rgb, at, (x + 0.5) * pixel - 1, (y + 0.5) * pixel - 1, pixel);
            }
        }
        return new Image(pixels, pixels, rgb);
    }

    /** How much of a pixel lies inside an edge that is {@code distance} away, negative inside. */
    static double coverage(double distance, double pixel) {
        return Math.max(0, Math.min(1, 0.5 - distance / pixel));
    }

    private void paint(byte[] rgb, int at, double x, double y, double pixel) {
        double u = ((x - centreX) * cos + (y - centreY) * sin) / radius;
        double v = ((y - centreY) * cos - (x - centreX) * sin) / radius;
        double scaled = pixel / radius;
        double distance = outline.distance(u, v);
        double inside = coverage(distance, scaled);
        double second =
                inside == 0 ? 0 : inside * fill.second(-distance, u * stripeCos + v * stripeSin + stripeShift, scaled);
        double light = wave(x, y) * (1 - inside);
        long grain = random.nextLong();
        for (int channel = 0; channel < 3; channel++) {
            double value = colors[0][channel] * (1 - inside)
                    + colors[1][channel] * (inside - second)
                    + colors[2][channel] * second;
            double jitter = ((grain & 0xff) + (grain >>> 8 & 0xff) - 255) / 128.0 * NOISE;
            grain >>>= 16;
            rgb[at + channel] = (byte) (int) Math.max(0, Math.min(255, value + light + jitter + 0.5));
        }
    }

    private double wave(double x, double y) {
        double sum = 0;
        for (int i = 0; i < waves.length; i += 4) {
            sum += waves[i + 3] * Math.sin(waves[i] * x + waves[i + 1] * y + waves[i + 2]);
        }
        return sum;
    }

    private double[][] colors() {
        double[] lumas = random.nextInt(2) == 0 ? DARK_ON_LIGHT : LIGHT_ON_DARK;
        double[][] drawn = new double[lumas.length][];
        for (int i = 0; i < lumas.length; i++) {
            drawn[i] = color(lumas[i] + between(-5, 5), between(0, 2 * Math.PI), between(0, 60));
        }
        return drawn;
    }

    /** A colour of given luma: chroma is added along axes that leave it unchanged. */
    private static double[] color(double luma, double hue, double chroma) {
        double blue = chroma * Math.cos(hue);
        double red = chroma * Math.sin(hue);
        return new double[] {luma + red, luma - (0.299 * red + 0.114 * blue) / 0.587, luma + blue};
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** The three ways to fill a shape: how much of the second colour a place has, from 0 to 1. */
    enum Fill {
        PLAIN {
            @Override
            double second(double depth, double across, double pixel) {
                return 0;
            }
        },
        STRIPED {
            @Override
            double second(double depth, double across, double pixel) {
                double phase = across / PERIOD - Math.floor(across / PERIOD);
                double toStripe = (Math.abs(phase - 0.5) - 0.25) * PERIOD;
                return ShapePainter.coverage(toStripe, pixel);
            }
        },
        RIMMED {
            @Override
            double second(double depth, double across, double pixel) {
                return ShapePainter.coverage(RIM - depth, pixel);
            }
        };

        private static final double PERIOD = 0.6;
        private static final double RIM = 0.22;

        /**
         * The share of the second colour.
         *
         * @param depth distance to the outline, positive inside
         * @param across position across the stripes
         * @param pixel the side of a pixel in the same unit
         */
        abstract double second(double depth, double across, double pixel);
    }
}
