package io.github.hcsc.data.augment;

import java.util.Arrays;

/**
 * Resizes a box of an image as Pillow does, to the last bit: rows first, then columns, in fixed point with 8 bits
 * in between; a direction that keeps its length is copied.
 *
 * <p>Only the pixels that end up in the view are computed, and a row is made when the first column needs it.
 */
final class Resampler {
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
        PixelMath.Rows across = view.math().rows(Taps.of(box.width(), width, left, view.width(), interpolation));
        Taps down = Taps.of(box.height(), height, top, view.height(), interpolation);
        Planes planes = view.overwrittenPlanes();
        int pitch = pitch(view);
        int[] sums = view.scratch(down.stride(), 3 * pitch + Planes.PADDING);
        int made = 0;
        for (int y = 0; y < view.height(); y++) {
            int first = down.first()[y];
            int end = first + down.count()[y];
            for (int row = Math.max(made, first); row < end; row++) {
                across.resize(image.rgb(), offset(row), line(view, down, row), pitch);
            }
            made = Math.max(made, end);
            Arrays.fill(sums, 0, 3 * pitch, Taps.HALF);
            for (int row = first; row < end; row++) {
                int weight = down.weights()[y * down.stride() + row - first];
                view.math().accumulate(line(view, down, row), weight, sums, 3 * pitch);
            }
            for (int channel = 0; channel < 3; channel++) {
                view.math().finish(sums, channel * pitch, planes.plane(channel), y * view.width(), view.width());
            }
        }
    }

    private void copy(View view, int left, int top) {
        byte[] rgb = view.rgb();
        int bytes = 3 * view.width();
        for (int y = 0; y < view.height(); y++) {
            System.arraycopy(image.rgb(), offset(top + y) + 3 * left, rgb, y * bytes, bytes);
        }
    }

    /** Rows live in a ring just long enough for the tallest output pixel. */
    private static int[] line(View view, Taps down, int row) {
        return view.scratch(row % down.stride(), 3 * pitch(view));
    }

    /** The room for one colour of a row: whole vectors. */
    private static int pitch(View view) {
        return (view.width() + Planes.PADDING - 1) / Planes.PADDING * Planes.PADDING;
    }

    private int offset(int row) {
        return 3 * ((box.top() + row) * image.width() + box.left());
    }

    /** A rectangle of pixels inside an image. */
    record Box(int left, int top, int width, int height) {}
}
