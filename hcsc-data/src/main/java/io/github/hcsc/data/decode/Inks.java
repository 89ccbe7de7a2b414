package io.github.hcsc.data.decode;

/** Cyan, magenta, yellow and black as Pillow mixes them. */
final class Inks {
    private Inks() {}

    /**
     * Mixes one pixel.
     *
     * @param light 255 minus each ink, four values
     * @param at where they begin
     */
    static void mix(int[] light, int at, byte[] rgb, int to) {
        int black = light[at + 3];
        for (int i = 0; i < 3; i++) {
            rgb[to + i] = (byte) Math.max(0, Math.min(255, black - share(255 - light[at + i], black)));
        }
    }

    /** a * b / 255, rounded. */
    private static int share(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}
