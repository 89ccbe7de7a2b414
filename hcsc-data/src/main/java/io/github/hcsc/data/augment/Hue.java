package io.github.hcsc.data.augment;

/** Turns colours around the colour circle, in Pillow's 8-bit HSV and with its rounding. */
final class Hue {
    /** For each hue: where its largest, middle and smallest colour stand. */
    private static final int[] LARGEST = new int[256];

    private static final int[] MIDDLE = new int[256];
    private static final int[] SMALLEST = new int[256];
    /** For each hue: how far the middle colour is from the largest, as a share of the range. */
    private static final double[] DROP = new double[256];

    private static final double[] STRENGTH = new double[256];

    static {
        int[] largest = {0, 1, 1, 2, 2, 0};
        int[] middle = {1, 0, 2, 1, 0, 2};
        for (int i = 0; i < 256; i++) {
            int sextant = (int) (i * 6.0 / 255.0);
            double part = (float) (i * 6.0 / 255.0 - sextant);
            DROP[i] = sextant % 2 == 0 ? 1.0 - part : part;
            LARGEST[i] = largest[sextant % 6];
            MIDDLE[i] = middle[sextant % 6];
            SMALLEST[i] = 3 - LARGEST[i] - MIDDLE[i];
            STRENGTH[i] = (float) (i / 255.0);
        }
    }

    private Hue() {}

    /** Turns by {@code turns} of the circle, cut towards zero to 255ths and wrapped. */
    static void shift(View view, double turns) {
        view.math().turn(view.planes(), (int) (255 * turns));
    }

    /** Turns one pixel by 255ths of the circle. */
    static void turn(Planes planes, int i, int step) {
        int red = planes.red()[i];
        int green = planes.green()[i];
        int blue = planes.blue()[i];
        int value = Math.max(red, Math.max(green, blue));
        int range = value - Math.min(red, Math.min(green, blue));
        if (range != 0) {
            int hue = (hue(red, green, blue, value, range) + step) & 0xff;
            double strength = STRENGTH[(int) ((float) range / value * 255.0)];
            planes.plane(LARGEST[hue])[i] = value;
            planes.plane(MIDDLE[hue])[i] = (int) (value * (1.0 - strength * DROP[hue]) + 0.5);
            planes.plane(SMALLEST[hue])[i] = (int) (value * (1.0 - strength) + 0.5);
        }
    }

    private static int hue(int red, int green, int blue, int value, int range) {
        float sextant;
        if (red == value) {
            sextant = share(value - blue, range) - share(value - green, range);
        } else if (green == value) {
            sextant = (float) (2.0 + share(value - red, range) - share(value - blue, range));
        } else {
            sextant = (float) (4.0 + share(value - green, range) - share(value - red, range));
        }
        double turns = sextant / 6.0 + 1.0;
        return (int) ((float) (turns < 1 ? turns : turns - 1) * 255.0);
    }

    private static float share(int distance, int range) {
        return (float) distance / range;
    }
}
