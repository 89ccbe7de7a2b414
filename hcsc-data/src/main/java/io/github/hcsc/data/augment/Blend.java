package io.github.hcsc.data.augment;

/** The colour operations that mix a pixel with a duller one, in Pillow's float arithmetic. */
final class Blend {
    private Blend() {}

    /** Mixes with black. */
    static void brightness(View view, float factor) {
        mixAll(view, 0, factor);
    }

    /** Mixes with the mean grey of the whole view. */
    static void contrast(View view, float factor) {
        mixAll(view, Luma.mean(view.rgb()), factor);
    }

    /** Mixes each pixel with its own grey. */
    static void saturation(byte[] rgb, float factor) {
        for (int i = 0; i < rgb.length; i += 3) {
            int grey = Luma.of(rgb, i);
            rgb[i] = (byte) mix(grey, rgb[i] & 0xff, factor);
            rgb[i + 1] = (byte) mix(grey, rgb[i + 1] & 0xff, factor);
            rgb[i + 2] = (byte) mix(grey, rgb[i + 2] & 0xff, factor);
        }
    }

    private static void mixAll(View view, int dull, float factor) {
        int[] table = view.palette();
        for (int value = 0; value < 256; value++) {
            table[value] = mix(dull, value, factor);
        }
        byte[] rgb = view.rgb();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) table[rgb[i] & 0xff];
        }
    }

    /** Truncates towards zero; only a factor above 1 can leave the range, and for the others clipping changes nothing. */
    private static int mix(int dull, int value, float factor) {
        return Math.max(0, Math.min(255, (int) (dull + factor * (value - dull))));
    }
}
