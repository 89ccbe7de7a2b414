package io.github.hcsc.data.augment;

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
    private static final int HALF = 1 << 23;
    private static final int STRIP = 48;

    /** The box whose three-fold application has the variance of a Gaussian (Gwosdek et al., 2011). */
    static BoxBlur ofSigma(float sigma) {
        float variance = sigma * sigma / PASSES;
        float length = (float) Math.sqrt(12.0 * variance + 1.0);
        float whole = (float) Math.floor((length - 1.0) / 2.0);
        float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
        part /= 6 * (variance - (whole + 1) * (whole + 1));
        return ofRadius(whole + part);
    }

    static BoxBlur ofRadius(float radius) {
        int whole = (int) radius;
        int inner = (int) (ONE / (radius * 2 + 1));
        return new BoxBlur(whole, inner, (ONE - (whole * 2 + 1) * inner) / 2);
    }

    void apply(View view) {
        int row = 3 * view.width();
        for (int y = 0; y < view.height(); y++) {
            blur(view, y * row, row, 1, 3);
        }
        for (int x = 0; x < row; x += STRIP) {
            int strip = Math.min(STRIP, row - x);
            blur(view, x, strip, view.height(), strip);
        }
    }

    /**
     * Blurs {@code rows} pieces of {@code width} bytes, each a row below the one before, along the direction in which
     * neighbours are {@code step} bytes apart once the pieces lie one behind the other.
     */
    private void blur(View view, int start, int width, int rows, int step) {
        int margin = step * (radius + 1);
        int length = width * rows;
        int[] from = view.scratch(0, length + 2 * margin);
        int[] to = view.scratch(1, length + 2 * margin);
        byte[] rgb = view.rgb();
        for (int y = 0; y < rows; y++) {
            for (int i = 0, at = start + y * 3 * view.width(); i < width; i++) {
                from[margin + y * width + i] = rgb[at + i] & 0xff;
            }
        }
        for (int pass = 0; pass < PASSES; pass++) {
            repeatEdges(from, margin, length, step);
            pass(from, to, margin, length, step);
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        for (int y = 0; y < rows; y++) {
            for (int i = 0, at = start + y * 3 * view.width(); i < width; i++) {
                rgb[at + i] = (byte) from[margin + y * width + i];
            }
        }
    }

    private static void repeatEdges(int[] line, int margin, int length, int step) {
        int end = margin + length;
        for (int i = 0; i < margin; i++) {
            line[i] = line[margin + i % step];
            line[end + i] = line[end - step + i % step];
        }
    }

    private void pass(int[] from, int[] to, int margin, int length, int step) {
        for (int i = margin; i < margin + length; i++) {
            int sum = from[i];
            for (int d = step; d < margin; d += step) {
                sum += from[i - d] + from[i + d];
            }
            to[i] = (sum * inner + (from[i - margin] + from[i + margin]) * outer + HALF) >>> 24;
        }
    }
}
