package io.github.hcsc.data.augment;

import java.util.Arrays;
import java.util.Locale;

/**
 * A view while it is being made: RGB bytes that each {@link Transform} changes in place, with the working
 * memory the transforms need. A view is used by one thread at a time and serves for any number of images.
 */
public final class View {
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final Planes planes;
    private final PixelMath math;
    /** Whether the planes, and not the bytes, are what the view looks like. */
    private boolean separated;

    private int[][] scratch = new int[0][];

    /**
     * Creates a black view.
     *
     * @param width pixels in a row
     * @param height rows
     */
    public View(int width, int height) {
        this(width, height, PixelMath.best());
    }

    View(int width, int height, PixelMath math) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "view size must be at least 1x1, but was %dx%d", width, height));
        }
        this.width = width;
        this.height = height;
        this.rgb = new byte[Math.multiplyExact(3 * width, height)];
        this.planes = Planes.of(width * height);
        this.math = math;
    }

    /** Returns the pixels in a row. */
    public int width() {
        return width;
    }

    /** Returns the rows. */
    public int height() {
        return height;
    }

    /** Returns the pixels themselves, {@code [height, width, 3]} unsigned bytes, to read and to write
     * before the next transform. */
    public byte[] rgb() {
        if (separated) {
            math.join(planes, rgb);
            separated = false;
        }
        return rgb;
    }

    /** The same pixels by colour, to read and to write, until the next call of {@link #rgb}. */
    Planes planes() {
        if (!separated) {
            planes.fill(rgb);
        }
        return overwrittenPlanes();
    }

    /** The planes with any content, for whoever writes all of it. */
    Planes overwrittenPlanes() {
        separated = true;
        return planes;
    }

    PixelMath math() {
        return math;
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
