package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.PixelMath.Stretch;
import java.util.Arrays;

/**
 * A box filter of fractional radius, three times along rows and three times along columns, 8 bits after each pass and
 * edges repeated.
 *
 * @param radius whole pixels to each side
 * @param inner weight of a pixel within the radius, in 1/2^24
 * @param outer weight of the two pixels just outside it, in 1/2^24
 */
record BoxBlur(int radius, int inner, int outer) {
    private static final int PASSES = 3;
    private static final int ONE = 1 << 24;
    static final int HALF = 1 << 23;

    /** The box whose three-fold application has the variance of a Gaussian (Gwosdek et al., 2011). */
    static BoxBlur ofSigma(float sigma) {
        float variance = sigma * sigma / PASSES;
        float length = (float) Math.sqrt(12.0 * variance + 1.0);
        float whole = (float) Math.floor((length - 1.0) / 2.0);
        float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
        part /= 6 * (variance - (whole + 1) * (whole + 1));
        return ofRadius(whole + part);
    }

    private static BoxBlur ofRadius(float radius) {
        int whole = (int) radius;
        int inner = (int) (ONE / (radius * 2 + 1));
        return new BoxBlur(whole, inner, (ONE - (whole * 2 + 1) * inner) / 2);
    }

    void apply(View view) {
        Planes planes = view.planes();
        for (int channel = 0; channel < 3; channel++) {
            int[] plane = planes.plane(channel);
            blurRows(view, plane);
            blurColumns(view, plane);
        }
    }

    private void blurRows(View view, int[] plane) {
        int reach = radius + 1;
        int width = view.width();
        int[] from = view.scratch(0, width + 2 * reach + Planes.PADDING);
        int[] to = view.scratch(1, width + 2 * reach + Planes.PADDING);
        for (int start = 0; start < view.height() * width; start += width) {
            System.arraycopy(plane, start, from, reach, width);
            for (int pass = 0; pass < PASSES; pass++) {
                Arrays.fill(from, 0, reach, from[reach]);
                Arrays.fill(from, reach + width, width + 2 * reach, from[reach + width - 1]);
                System.arraycopy(from, reach, to, reach, width);
                for (int d = 1; d <= radius; d++) {
                    view.math()
                            .add(
                                    new Stretch(from, reach - d),
                                    new Stretch(from, reach + d),
                                    new Stretch(to, reach),
                                    width);
                }
                view.math()
                        .weigh(this, new Stretch(from, 0), new Stretch(from, 2 * reach), new Stretch(to, reach), width);
                int[] kept = from;
                from = to;
                to = kept;
            }
            System.arraycopy(from, reach, plane, start, width);
        }
    }

    /**
     * Blurs across rows. The passes follow each other at a distance of {@code radius + 1} rows, so that only the few
     * rows each of them still needs are held.
     */
    private void blurColumns(View view, int[] plane) {
        int reach = radius + 1;
        int width = view.width();
        for (int step = 0; step < view.height() + PASSES * reach; step++) {
            if (step < view.height()) {
                System.arraycopy(plane, step * width, held(view, 0, step).array(), 0, width);
            }
            for (int pass = 1; pass <= PASSES; pass++) {
                int row = step - pass * reach;
                if (row >= 0 && row < view.height()) {
                    pass(view, pass, row);
                }
            }
            int finished = step - PASSES * reach;
            if (finished >= 0) {
                System.arraycopy(held(view, PASSES, finished).array(), 0, plane, finished * width, width);
            }
        }
    }

    private void pass(View view, int pass, int row) {
        int width = view.width();
        Stretch to = held(view, pass, row);
        System.arraycopy(held(view, pass - 1, row).array(), 0, to.array(), 0, width);
        for (int d = 1; d <= radius; d++) {
            view.math().add(held(view, pass - 1, row - d), held(view, pass - 1, row + d), to, width);
        }
        Stretch before = held(view, pass - 1, row - radius - 1);
        Stretch after = held(view, pass - 1, row + radius + 1);
        view.math().weigh(this, before, after, to, width);
    }

    /** What a pass made of a row, the nearest one for rows beyond the edge. */
    private Stretch held(View view, int pass, int row) {
        int inside = Math.max(0, Math.min(row, view.height() - 1));
        int window = 2 * radius + 3;
        return new Stretch(view.scratch(pass * window + inside % window, view.width() + Planes.PADDING), 0);
    }
}
