package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.PixelMath.Stretch;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Many pixels at once by the processor's vector instructions, to the same bits as {@link PlainMath}.
 *
 * <p>Float and double lanes round as Java's scalars do. Numbers are truncated without a conversion instruction, which Java 17
 * does not have for vectors.
 */
final class VectorMath implements PixelMath {
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int LANES = INTS.length();
    /** As many bytes as a vector has ints. */
    static final VectorSpecies<Byte> BYTES = LANES == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    /** Added to a number, it rounds it to a whole one, which then stands in the lowest bits of the sum. */
    private static final float MAGIC = 0x1.8p23f;

    private static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);

    private static final VectorShuffle<Integer> RED = third(0);
    private static final VectorShuffle<Integer> GREEN = third(1);
    private static final VectorShuffle<Integer> BLUE = third(2);

    /* Of three vectors of interleaved pixels: where those of a colour that stand in the second and in the third come. */
    private static final VectorMask<Integer> RED_SECOND = from(0, 1);
    private static final VectorMask<Integer> RED_THIRD = from(0, 2);
    private static final VectorMask<Integer> GREEN_SECOND = from(1, 1);
    private static final VectorMask<Integer> GREEN_THIRD = from(1, 2);
    private static final VectorMask<Integer> BLUE_SECOND = from(2, 1);
    private static final VectorMask<Integer> BLUE_THIRD = from(2, 2);

    private static final VectorShuffle<Integer> SPREAD_FIRST = spread(0);
    private static final VectorShuffle<Integer> SPREAD_SECOND = spread(1);
    private static final VectorShuffle<Integer> SPREAD_THIRD = spread(2);
    private static final VectorMask<Integer> FIRST_GREEN = of(0, 1);
    private static final VectorMask<Integer> FIRST_BLUE = of(0, 2);
    private static final VectorMask<Integer> SECOND_GREEN = of(1, 1);
    private static final VectorMask<Integer> SECOND_BLUE = of(1, 2);
    private static final VectorMask<Integer> THIRD_GREEN = of(2, 1);
    private static final VectorMask<Integer> THIRD_BLUE = of(2, 2);

    private static VectorShuffle<Integer> third(int channel) {
        return VectorShuffle.fromOp(INTS, i -> (3 * i + channel) % LANES);
    }

    private static VectorMask<Integer> from(int channel, int vector) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (3 * i + channel) / LANES == vector;
        }
        return VectorMask.fromArray(INTS, lanes, 0);
    }

    private static VectorShuffle<Integer> spread(int vector) {
        return VectorShuffle.fromOp(INTS, i -> (vector * LANES + i) / 3);
    }

    private static VectorMask<Integer> of(int vector, int channel) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (vector * LANES + i) % 3 == channel;
        }
        return VectorMask.fromArray(INTS, lanes, 0);
    }

    /** Tells whether this processor's vectors are wide enough to be worth it. */
    static boolean isWide() {
        return LANES == 8 || LANES == 16;
    }

    static IntVector unsigned(byte[] bytes, int at) {
        IntVector signed =
                (IntVector) ByteVector.fromArray(BYTES, bytes, at).convertShape(VectorOperators.B2I, INTS, 0);
        return signed.and(0xff);
    }

    /** Takes the red out of interleaved pixels. */
    static void red(int[] pixels, int from, int length, int[] to, int offset) {
        for (int i = from; i < from + length; i += LANES) {
            IntVector.fromArray(INTS, pixels, 3 * i)
                    .rearrange(RED)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + LANES).rearrange(RED), RED_SECOND)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + 2 * LANES).rearrange(RED), RED_THIRD)
                    .intoArray(to, offset + i);
        }
    }

    /** Takes the green out of interleaved pixels. */
    static void green(int[] pixels, int from, int length, int[] to, int offset) {
        for (int i = from; i < from + length; i += LANES) {
            IntVector.fromArray(INTS, pixels, 3 * i)
                    .rearrange(GREEN)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + LANES).rearrange(GREEN), GREEN_SECOND)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + 2 * LANES).rearrange(GREEN), GREEN_THIRD)
                    .intoArray(to, offset + i);
        }
    }

    /** Takes the blue out of interleaved pixels. */
    static void blue(int[] pixels, int from, int length, int[] to, int offset) {
        for (int i = from; i < from + length; i += LANES) {
            IntVector.fromArray(INTS, pixels, 3 * i)
                    .rearrange(BLUE)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + LANES).rearrange(BLUE), BLUE_SECOND)
                    .blend(IntVector.fromArray(INTS, pixels, 3 * i + 2 * LANES).rearrange(BLUE), BLUE_THIRD)
                    .intoArray(to, offset + i);
        }
    }

    @Override
    public void join(Planes planes, byte[] rgb) {
        int whole = planes.pixels() / LANES * LANES;
        for (int i = 0; i < whole; i += LANES) {
            IntVector red = IntVector.fromArray(INTS, planes.red(), i);
            IntVector green = IntVector.fromArray(INTS, planes.green(), i);
            IntVector blue = IntVector.fromArray(INTS, planes.blue(), i);
            store(
                    red.rearrange(SPREAD_FIRST)
                            .blend(green.rearrange(SPREAD_FIRST), FIRST_GREEN)
                            .blend(blue.rearrange(SPREAD_FIRST), FIRST_BLUE),
                    rgb,
                    3 * i);
            store(
                    red.rearrange(SPREAD_SECOND)
                            .blend(green.rearrange(SPREAD_SECOND), SECOND_GREEN)
                            .blend(blue.rearrange(SPREAD_SECOND), SECOND_BLUE),
                    rgb,
                    3 * i + LANES);
            store(
                    red.rearrange(SPREAD_THIRD)
                            .blend(green.rearrange(SPREAD_THIRD), THIRD_GREEN)
                            .blend(blue.rearrange(SPREAD_THIRD), THIRD_BLUE),
                    rgb,
                    3 * i + 2 * LANES);
        }
        for (int i = whole; i < planes.pixels(); i++) {
            rgb[3 * i] = (byte) planes.red()[i];
            rgb[3 * i + 1] = (byte) planes.green()[i];
            rgb[3 * i + 2] = (byte) planes.blue()[i];
        }
    }

    private static void store(IntVector values, byte[] bytes, int at) {
        ((ByteVector) values.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(bytes, at);
    }

    @Override
    public void mix(int[] plane, int pixels, int dull, float factor) {
        Stages.run(pixels, (from, length) -> mix(plane, from, length, dull, factor));
    }

    private static void mix(int[] plane, int from, int length, int dull, float factor) {
        FloatVector base = FloatVector.broadcast(FLOATS, dull);
        for (int i = 0; i < length; i += LANES) {
            FloatVector value = toFloat(IntVector.fromArray(INTS, plane, from + i));
            clipped(value.sub(base).mul(factor).add(base)).intoArray(plane, from + i);
        }
    }

    @Override
    public void saturate(Planes planes, float factor) {
        int[] grey = new int[Stages.BLOCK];
        Stages.run(
                planes.pixels(),
                (from, length) -> grey(planes, from, length, grey),
                (from, length) -> mix(planes.red(), from, length, grey, factor),
                (from, length) -> mix(planes.green(), from, length, grey, factor),
                (from, length) -> mix(planes.blue(), from, length, grey, factor));
    }

    private static void grey(Planes planes, int from, int length, int[] grey) {
        for (int i = 0; i < length; i += LANES) {
            grey(planes, from + i).intoArray(grey, i);
        }
    }

    private static void mix(int[] plane, int from, int length, int[] dull, float factor) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector base = toFloat(IntVector.fromArray(INTS, dull, i));
            FloatVector value = toFloat(IntVector.fromArray(INTS, plane, from + i));
            clipped(value.sub(base).mul(factor).add(base)).intoArray(plane, from + i);
        }
    }

    private static IntVector grey(IntVector red, IntVector green, IntVector blue) {
        return red.mul(19595)
                .add(green.mul(38470))
                .add(blue.mul(7471))
                .add(0x8000)
                .lanewise(VectorOperators.LSHR, 16);
    }

    /** Cuts to whole numbers in [0, 255]. */
    private static IntVector clipped(FloatVector value) {
        return floor(value).max(0).min(255);
    }

    /** The largest whole numbers not above numbers between -2^22 and 2^22. */
    static IntVector floor(FloatVector value) {
        FloatVector raised = value.add(MAGIC);
        return raised.reinterpretAsInts().sub(MAGIC_BITS).add(minusOneIfNegative(value.sub(raised.sub(MAGIC))));
    }

    static IntVector minusOneIfNegative(FloatVector value) {
        return value.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
    }

    /** Numbers between -2^22 and 2^22. */
    static FloatVector toFloat(IntVector value) {
        return value.add(MAGIC_BITS).reinterpretAsFloats().sub(MAGIC);
    }

    @Override
    public long luma(Planes planes) {
        long sum = 0;
        int whole = planes.pixels() / LANES * LANES;
        int row = 0;
        while (row < whole) {
            int end = Math.min(whole, row + (1 << 20)); // 255 * 2^20 fits an int
            IntVector sums = IntVector.zero(INTS);
            for (int i = row; i < end; i += LANES) {
                sums = sums.add(grey(planes, i));
            }
            sum += sums.reduceLanes(VectorOperators.ADD);
            row = end;
        }
        if (whole < planes.pixels()) {
            VectorMask<Integer> rest = INTS.indexInRange(whole, planes.pixels());
            sum += grey(planes, whole).reduceLanes(VectorOperators.ADD, rest);
        }
        return sum;
    }

    private static IntVector grey(Planes planes, int at) {
        return grey(
                IntVector.fromArray(INTS, planes.red(), at),
                IntVector.fromArray(INTS, planes.green(), at),
                IntVector.fromArray(INTS, planes.blue(), at));
    }

    @Override
    public void desaturate(Planes planes) {
        for (int i = 0; i < planes.pixels(); i += LANES) {
            IntVector grey = grey(planes, i);
            grey.intoArray(planes.red(), i);
            grey.intoArray(planes.green(), i);
            grey.intoArray(planes.blue(), i);
        }
    }

    @Override
    public void turn(Planes planes, int step) {
        new VectorHue(planes, step).turn();
    }

    @Override
    public Rows rows(Taps taps) {
        return VectorRows.of(taps);
    }

    @Override
    public void accumulate(int[] line, int weight, int[] sums, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector.fromArray(INTS, sums, i)
                    .add(IntVector.fromArray(INTS, line, i).mul(weight))
                    .intoArray(sums, i);
        }
    }

    @Override
    public void finish(int[] sums, int from, int[] to, int at, int length) {
        for (int i = 0; i < length; i += LANES) {
            finished(IntVector.fromArray(INTS, sums, from + i)).intoArray(to, at + i);
        }
    }

    static IntVector finished(IntVector sum) {
        return sum.lanewise(VectorOperators.ASHR, Taps.PRECISION).max(0).min(255);
    }

    @Override
    public void add(Stretch a, Stretch b, Stretch to, int length) {
        for (int i = 0; i < length; i += LANES) {
            at(to, i).add(at(a, i)).add(at(b, i)).intoArray(to.array(), to.start() + i);
        }
    }

    @Override
    public void weigh(BoxBlur box, Stretch a, Stretch b, Stretch to, int length) {
        for (int i = 0; i < length; i += LANES) {
            at(to, i)
                    .mul(box.inner())
                    .add(at(a, i).add(at(b, i)).mul(box.outer()))
                    .add(BoxBlur.HALF)
                    .lanewise(VectorOperators.LSHR, 24)
                    .intoArray(to.array(), to.start() + i);
        }
    }

    private static IntVector at(Stretch numbers, int i) {
        return IntVector.fromArray(INTS, numbers.array(), numbers.start() + i);
    }
}
