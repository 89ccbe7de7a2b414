package io.github.hcsc.data.augment;

/** The arithmetic of the transforms on all pixels of a view: in plain Java, or the same by vector instructions. */
interface PixelMath {

    /** Puts planes together into bytes, {@code [pixels, 3]}. */
    void join(Planes planes, byte[] rgb);

    /** Mixes one plane with a constant, in Pillow's float arithmetic. */
    void mix(int[] plane, int pixels, int dull, float factor);

    /** Mixes each pixel with its own grey. */
    void saturate(Planes planes, float factor);

    /** The sum of the grey values of all pixels. */
    long luma(Planes planes);

    /** Replaces each pixel by its grey. */
    void desaturate(Planes planes);

    /** Turns colours by 255ths of the colour circle. */
    void turn(Planes planes, int step);

    /** Adds a weighted row to sums. */
    void accumulate(int[] line, int weight, int[] sums, int length);

    /** Turns sums of weighted values into values; may write {@link Planes#PADDING} numbers too many, as the others below. */
    void finish(int[] sums, int from, int[] to, int at, int length);

    /** Adds two stretches of numbers to a third. */
    void add(Stretch a, Stretch b, Stretch to, int length);

    /** Weighs the sums of a box filter, and the two values just outside it. */
    void weigh(BoxBlur box, Stretch a, Stretch b, Stretch to, int length);

    /** Prepares the resize of rows. */
    Rows rows(Taps taps);

    /** A resize of rows by the same taps. */
    @FunctionalInterface
    interface Rows {
        /**
         * Resizes one row.
         *
         * @param rgb pixels of three bytes
         * @param start where the row begins
         * @param line the result: all reds, from {@code pitch} on all greens, from {@code 2 * pitch} on all blues
         * @param pitch at least the pixels of the result, rounded up to a multiple of {@link Planes#PADDING}
         */
        void resize(byte[] rgb, int start, int[] line, int pitch);
    }

    /** The fastest of this machine. */
    static PixelMath best() {
        return Holder.BEST;
    }

    /** Chooses once. */
    final class Holder {
        private static final PixelMath BEST = choose();

        private Holder() {}

        private static PixelMath choose() {
            boolean vectors = ClassLoader.getSystemResource("jdk/incubator/vector/Vector.class") != null;
            return vectors && VectorMath.isWide() ? new VectorMath() : new PlainMath();
        }
    }

    /**
     * Numbers in an array.
     *
     * @param array shared, not copied
     * @param start where they begin
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Stretch(int[] array, int start) {}
}
