package io.github.hcsc.data.augment;

/** Turns colours around the colour circle, in Pillow's 8-bit HSV and with its rounding. */
final class Hue {
    private Hue() {}

    /** Turns by {@code turns} of the circle, cut towards zero to 255ths and wrapped. */
    static void shift(byte[] rgb, double turns) {
        int step = (int) (255 * turns);
        for (int i = 0; i < rgb.length; i += 3) {
            int red = rgb[i] & 0xff;
            int green = rgb[i + 1] & 0xff;
            int blue = rgb[i + 2] & 0xff;
            int value = Math.max(red, Math.max(green, blue));
            int range = value - Math.min(red, Math.min(green, blue));
            if (range != 0) {
                int saturation = (int) ((float) range / value * 255.0);
                int hue = hue(red, green, blue, value, range) + step & 0xff;
                put(rgb, i, hue, saturation, value);
            }
        }
    }

    private static int hue(int red, int green, int blue, int value, int range) {
        float r = (float) (value - red) / range;
        float g = (float) (value - green) / range;
        float b = (float) (value - blue) / range;
        float sextant;
        if (red == value) {
            sextant = b - g;
        } else if (green == value) {
            sextant = (float) (2.0 + r - b);
        } else {
            sextant = (float) (4.0 + g - r);
        }
        float turns = (float) ((sextant / 6.0 + 1.0) % 1.0);
        return (int) (turns * 255.0);
    }

    private static void put(byte[] rgb, int at, int hue, int saturation, int value) {
        float sextants = (float) (hue * 6.0 / 255.0);
        int sextant = (int) sextants;
        double part = (float) (hue * 6.0 / 255.0 - sextant);
        double strength = (float) (saturation / 255.0);
        byte v = (byte) value;
        byte p = round(value * (1.0 - strength));
        byte q = round(value * (1.0 - strength * part));
        byte t = round(value * (1.0 - strength * (1.0 - part)));
        switch (sextant % 6) {
            case 0 -> put(rgb, at, v, t, p);
            case 1 -> put(rgb, at, q, v, p);
            case 2 -> put(rgb, at, p, v, t);
            case 3 -> put(rgb, at, p, q, v);
            case 4 -> put(rgb, at, t, p, v);
            default -> put(rgb, at, v, p, q);
        }
    }

    private static void put(byte[] rgb, int at, byte red, byte green, byte blue) {
        rgb[at] = red;
        rgb[at + 1] = green;
        rgb[at + 2] = blue;
    }

    private static byte round(double value) {
        return (byte) (int) (value + 0.5);
    }
}
