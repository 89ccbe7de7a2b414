package io.github.hcsc.data.augment;

import java.util.Arrays;

/**
 * A view while it is being made: RGB bytes that each {@link Transform} changes in place, with the working
 * memory the transforms need. A view is used by one thread at a time and serves for any number of images.
 */
public final class View {
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final int[] palette = new int[256];
    private int[][] scratch = new int[0][];

    /**
     * Creates a black view.
     *
     * @param width pixels in a row
     * @param height rows
     */
    public View(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "view size must be at least 1x1, but was %dx%d".formatted(width, height));
        }
        this.width = width;
        this.height = height;
        this.rgb = new byte[Math.multiplyExact(3 * width, height)];
    }

    /** {@return the pixels in a row} */
    public int width() {
        return width;
    }

    /** {@return the rows} */
    public int height() {
        return height;
    }

    /** {@return the pixels themselves, {@code [height, width, 3]} unsigned bytes, to read and to write} */
    public byte[] rgb() {
        return rgb;
    }

    /** A table of 256 numbers with any content. */
    int[] palette() {
        return palette;
    }

    /** Working memory of at least {@code length} numbers with any content; each slot is memory of its own. */
    int[] scratch(int slot, int length) {
        if (slot >= scratch.length) {
            int had = scratch.length;
            scratch = Arrays.copyOf(scratch, slot + 1);
            Arrays.fill(scratch, had, slot + 1, new int[0]);
        }
        if (scratch[slot].length < length) {
            scratch[slot] = new int[length];
        }
        return scratch[slot];
    }
}
