package io.github.hcsc.data.augment;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * A resize of rows whose lanes are neighbouring bytes: all taps of a small resize are one multiplication, and the sum over
 * the pixels in it three shuffles.
 */
@SuppressWarnings("ArrayRecordComponent")
record VectorRows(int[] first, int[] weights, int groups, int[] raw, byte[] lastRow) implements PixelMath.Rows {
    private static final int LANES = VectorMath.LANES;
    /** Whole pixels in a vector. */
    private static final int PIXELS = LANES / 3;

    private static final VectorShuffle<Integer> ONE_PIXEL = by(3);
    private static final VectorShuffle<Integer> TWO_PIXELS = by(6);
    private static final VectorShuffle<Integer> FOUR_PIXELS = by(12);

    /** Moves lanes down; into those that have nothing above them comes the last lane, which is zero. */
    private static VectorShuffle<Integer> by(int lanes) {
        return VectorShuffle.fromOp(VectorMath.INTS, i -> Math.min(i + lanes, LANES - 1));
    }

    static VectorRows of(Taps taps) {
        int outputs = taps.first().length;
        int most = Arrays.stream(taps.count()).max().orElse(1);
        int groups = (most + PIXELS - 1) / PIXELS;
        int[] weights = new int[outputs * groups * LANES];
        for (int x = 0; x < outputs; x++) {
            for (int k = 0; k < taps.count()[x]; k++) {
                int at = (x * groups + k / PIXELS) * LANES + 3 * (k % PIXELS);
                Arrays.fill(weights, at, at + 3, taps.weights()[x * taps.stride() + k]);
            }
        }
        int[] raw = new int[3 * outputs + 3 * Planes.PADDING];
        int reach = taps.first()[outputs - 1] + groups * PIXELS + PIXELS;
        return new VectorRows(taps.first(), weights, groups, raw, new byte[3 * reach]);
    }

    @Override
    public void resize(byte[] rgb, int start, int[] line, int pitch) {
        boolean inside = start + lastRow.length <= rgb.length;
        if (!inside) {
            System.arraycopy(rgb, start, lastRow, 0, rgb.length - start);
        }
        byte[] row = inside ? rgb : lastRow;
        int at = inside ? start : 0;
        Stages.run(
                first.length,
                (from, length) -> sum(row, at, from, length),
                (from, length) -> finish(from, length),
                (from, length) -> VectorMath.red(raw, from, length, line, 0),
                (from, length) -> VectorMath.green(raw, from, length, line, pitch),
                (from, length) -> VectorMath.blue(raw, from, length, line, 2 * pitch));
    }

    private void sum(byte[] rgb, int start, int from, int length) {
        int w = from * groups * LANES;
        for (int x = from; x < from + length; x++) {
            int p = start + 3 * first[x];
            IntVector sum = VectorMath.unsigned(rgb, p).mul(IntVector.fromArray(VectorMath.INTS, weights, w));
            w += LANES;
            for (int g = 1; g < groups; g++) {
                p += 3 * PIXELS;
                sum = sum.add(VectorMath.unsigned(rgb, p).mul(IntVector.fromArray(VectorMath.INTS, weights, w)));
                w += LANES;
            }
            IntVector even = sum.add(sum.rearrange(TWO_PIXELS)).add(sum.rearrange(FOUR_PIXELS));
            even.add(even.rearrange(ONE_PIXEL)).intoArray(raw, 3 * x);
        }
    }

    private void finish(int from, int length) {
        for (int i = 3 * from; i < 3 * (from + length); i += LANES) {
            VectorMath.finished(IntVector.fromArray(VectorMath.INTS, raw, i).add(Taps.HALF))
                    .intoArray(raw, i);
        }
    }
}
