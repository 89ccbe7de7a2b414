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
        int row = 3 * view.width();
        blur(view, new Lines(view.rgb(), view.width(), 3, view.height(), row));
        blur(view, new Lines(view.rgb(), view.height(), row, view.width(), 3));
    }

    /**
     * Blurs across lines. The passes follow each other at a distance of {@code radius + 1} lines, so that only the few
     * lines each of them still needs are held as numbers.
     */
    private void blur(View view, Lines lines) {
        int reach = radius + 1;
        for (int step = 0; step < lines.count() + PASSES * reach; step++) {
            if (step < lines.count()) {
                lines.read(step, held(view, lines, 0, step));
            }
            for (int pass = 1; pass <= PASSES; pass++) {
                int line = step - pass * reach;
                if (line >= 0 && line < lines.count()) {
                    pass(view, lines, pass, line);
                }
            }
            int finished = step - PASSES * reach;
            if (finished >= 0) {
                lines.write(finished, held(view, lines, PASSES, finished));
            }
        }
    }

    private void pass(View view, Lines lines, int pass, int line) {
        int[] to = held(view, lines, pass, line);
        System.arraycopy(held(view, lines, pass - 1, line), 0, to, 0, lines.length());
        for (int d = 1; d <= radius; d++) {
            add(held(view, lines, pass - 1, line - d), held(view, lines, pass - 1, line + d), to, lines.length());
        }
        int[] before = held(view, lines, pass - 1, line - radius - 1);
        int[] after = held(view, lines, pass - 1, line + radius + 1);
        weigh(before, after, to, lines.length());
    }

    private static void add(int[] a, int[] b, int[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += a[i] + b[i];
        }
    }

    private void weigh(int[] before, int[] after, int[] to, int length) {
        int near = inner;
        int far = outer;
        for (int i = 0; i < length; i++) {
            to[i] = (to[i] * near + (before[i] + after[i]) * far + HALF) >>> 24;
        }
    }

    /** What a pass made of a line, the nearest one for lines beyond the edge. */
    private int[] held(View view, Lines lines, int pass, int line) {
        int inside = Math.max(0, Math.min(line, lines.count() - 1));
        int window = 2 * radius + 3;
        return view.scratch(pass * window + inside % window, lines.length());
    }

    /** The rows of a view, or its columns. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Lines(byte[] rgb, int count, int lineStride, int pixels, int pixelStride) {
        int length() {
            return 3 * pixels;
        }

        void read(int line, int[] to) {
            for (int i = 0, at = line * lineStride; i < 3 * pixels; i += 3, at += pixelStride) {
                to[i] = rgb[at] & 0xff;
                to[i + 1] = rgb[at + 1] & 0xff;
                to[i + 2] = rgb[at + 2] & 0xff;
            }
        }

        void write(int line, int[] from) {
            for (int i = 0, at = line * lineStride; i < 3 * pixels; i += 3, at += pixelStride) {
                rgb[at] = (byte) from[i];
                rgb[at + 1] = (byte) from[i + 1];
                rgb[at + 2] = (byte) from[i + 2];
            }
        }
    }
}
