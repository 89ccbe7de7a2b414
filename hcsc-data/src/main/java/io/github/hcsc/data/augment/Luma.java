package io.github.hcsc.data.augment;

/** The grey value of a colour: ITU-R 601 in 16-bit fixed point. */
final class Luma {
    private Luma() {}

    static int of(byte[] rgb, int offset) {
        return (19595 * (rgb[offset] & 0xff)
                        + 38470 * (rgb[offset + 1] & 0xff)
                        + 7471 * (rgb[offset + 2] & 0xff)
                        + 0x8000)
                >> 16;
    }

    /** The mean grey value of all pixels, rounded half up. */
    static int mean(byte[] rgb) {
        long sum = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            sum += of(rgb, i);
        }
        int pixels = rgb.length / 3;
        return (int) ((double) sum / pixels + 0.5);
    }
}
