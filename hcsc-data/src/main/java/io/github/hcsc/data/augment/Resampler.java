package io.github.hcsc.data.augment;

import java.util.Arrays;

/**
 * Resizes a box of an image as Pillow does, to the last bit: rows first, then columns, in fixed point with 8 bits
 * in between; a direction that keeps its length is copied.
 *
 * <p>Only the pixels that end up in the view are computed, and a row is made when the first column needs it.
 */
final class Resampler {
    private static final int HALF = 1 << (Taps.PRECISION - 1);

    private final Image image;
    private final Box box;
    private final Interpolation interpolation;

    Resampler(Image image, Box box, Interpolation interpolation) {
        this.image = image;
        this.box = box;
        this.interpolation = interpolation;
    }

    /** Resizes the box to {@code width x height} and fills the view with the part that starts at (left, top) of it. */
    void fill(View view, int width, int height, int left, int top) {
        if (width == box.width() && height == box.height()) {
            copy(view, left, top);
            return;
        }
        Taps across = Taps.of(box.width(), width, left, view.width(), interpolation);
        Taps down = Taps.of(box.height(), height, top, view.height(), interpolation);
        int[] sums = view.scratch(down.stride(), 3 * view.width());
        int made = 0;
        for (int y = 0; y < view.height(); y++) {
            int first = down.first()[y];
            int end = first + down.count()[y];
            for (int row = Math.max(made, first); row < end; row++) {
                resizeRow(row, across, line(view, down, row));
            }
            made = Math.max(made, end);
            Arrays.fill(sums, 0, 3 * view.width(), HALF);
            for (int row = first; row < end; row++) {
                int weight = down.weights()[y * down.stride() + row - first];
                addScaled(line(view, down, row), weight, sums, 3 * view.width());
            }
            store(sums, view, y);
        }
    }

    private void copy(View view, int left, int top) {
        int bytes = 3 * view.width();
        for (int y = 0; y < view.height(); y++) {
            System.arraycopy(image.rgb(), offset(top + y) + 3 * left, view.rgb(), y * bytes, bytes);
        }
    }

    /** Rows live in a ring just long enough for the tallest output pixel. */
    private static int[] line(View view, Taps down, int row) {
        return view.scratch(row % down.stride(), 3 * view.width());
    }

    private void resizeRow(int row, Taps taps, int[] line) {
        byte[] rgb = image.rgb();
        int[] weights = taps.weights();
        int start = offset(row);
        for (int x = 0; x < taps.first().length; x++) {
            int p = start + 3 * taps.first()[x];
            int w = x * taps.stride();
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int end = w + taps.count()[x]; w < end; w++, p += 3) {
                int weight = weights[w];
                red += weight * (rgb[p] & 0xff);
                green += weight * (rgb[p + 1] & 0xff);
                blue += weight * (rgb[p + 2] & 0xff);
            }
            line[3 * x] = clip(red >> Taps.PRECISION);
            line[3 * x + 1] = clip(green >> Taps.PRECISION);
            line[3 * x + 2] = clip(blue >> Taps.PRECISION);
        }
    }

    private static void addScaled(int[] line, int weight, int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += weight * line[i];
        }
    }

    private static void store(int[] sums, View view, int y) {
        byte[] rgb = view.rgb();
        int length = 3 * view.width();
        for (int i = 0, to = y * length; i < length; i++, to++) {
            rgb[to] = (byte) clip(sums[i] >> Taps.PRECISION);
        }
    }

    private int offset(int row) {
        return 3 * ((box.top() + row) * image.width() + box.left());
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
