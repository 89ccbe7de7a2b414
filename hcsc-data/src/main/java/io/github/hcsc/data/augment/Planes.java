package io.github.hcsc.data.augment;

/**
 * The pixels of a view as one number each of red, green and blue, row after row.
 *
 * <p>The arrays are longer than the view by up to {@link #PADDING} numbers of any content, so that whole vectors can be
 * read and written everywhere.
 *
 * @param pixels how many numbers of each array belong to the view
 * @param red from 0 to 255
 * @param green from 0 to 255
 * @param blue from 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent")
record Planes(int pixels, int[] red, int[] green, int[] blue) {
    /** At least the numbers in the longest vector. */
    static final int PADDING = 64;

    static Planes of(int pixels) {
        return new Planes(pixels, new int[pixels + PADDING], new int[pixels + PADDING], new int[pixels + PADDING]);
    }

    /** Takes bytes apart, {@code [pixels, 3]}. */
    void fill(byte[] rgb) {
        for (int i = 0, at = 0; i < pixels; i++, at += 3) {
            red[i] = rgb[at] & 0xff;
            green[i] = rgb[at + 1] & 0xff;
            blue[i] = rgb[at + 2] & 0xff;
        }
    }

    int[] plane(int channel) {
        return channel == 0 ? red : channel == 1 ? green : blue;
    }
}
