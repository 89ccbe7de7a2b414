package io.github.hcsc.data.augment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Hue} on vectors. Pillow computes in a mixture of floats and doubles; floats with fused multiplications give the
 * same whole numbers for every colour, which the tests go through one by one.
 */
final class VectorHue {
    private static final int LANES = VectorMath.LANES;
    private static final IntVector MINUS_ONE = bits(-1);
    private static final IntVector ONE = bits(1);
    private static final IntVector THREE = bits(3);
    private static final IntVector FIVE = bits(5);

    private final Planes planes;
    private final int step;
    private final int[] value = new int[Stages.BLOCK];
    private final int[] least = new int[Stages.BLOCK];
    private final int[] start = new int[Stages.BLOCK];
    private final int[] sign = new int[Stages.BLOCK];
    private final int[] hue = new int[Stages.BLOCK];
    private final int[] low = new int[Stages.BLOCK];
    private final int[] mid = new int[Stages.BLOCK];

    VectorHue(Planes planes, int step) {
        this.planes = planes;
        this.step = step;
    }

    private static IntVector bits(float value) {
        return IntVector.broadcast(VectorMath.INTS, Float.floatToRawIntBits(value));
    }

    void turn() {
        Stages.run(
                planes.pixels(),
                this::findExtremes,
                this::findSextants,
                this::findSigns,
                this::findParts,
                this::turnHues,
                this::findStrengths,
                this::findLowest,
                this::findMiddle,
                (from, length) -> write(planes.red(), from, length, 0),
                (from, length) -> write(planes.green(), from, length, 2),
                (from, length) -> write(planes.blue(), from, length, 4));
    }

    private static IntVector at(int[] numbers, int i) {
        return IntVector.fromArray(VectorMath.INTS, numbers, i);
    }

    private void findExtremes(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector red = at(planes.red(), from + i);
            IntVector green = at(planes.green(), from + i);
            IntVector blue = at(planes.blue(), from + i);
            red.max(green).max(blue).intoArray(value, i);
            red.min(green).min(blue).intoArray(least, i);
        }
    }

    /** Where on the circle of six a colour lies: the place from which the share of its middle component counts. */
    private void findSextants(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector red = at(planes.red(), from + i);
            VectorMask<Integer> redMost = red.compare(VectorOperators.EQ, at(value, i));
            VectorMask<Integer> greenMost = at(planes.green(), from + i).compare(VectorOperators.EQ, at(value, i));
            VectorMask<Integer> redLeast = red.compare(VectorOperators.EQ, at(least, i));
            VectorMask<Integer> blueLeast = at(planes.blue(), from + i).compare(VectorOperators.EQ, at(least, i));
            FIVE.blend(THREE, redLeast)
                    .blend(THREE.blend(ONE, blueLeast), greenMost)
                    .blend(MINUS_ONE.blend(ONE, blueLeast), redMost)
                    .intoArray(start, i);
        }
    }

    /** Whether it is forwards or backwards from there. */
    private void findSigns(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector red = at(planes.red(), from + i);
            VectorMask<Integer> redMost = red.compare(VectorOperators.EQ, at(value, i));
            VectorMask<Integer> greenMost = at(planes.green(), from + i).compare(VectorOperators.EQ, at(value, i));
            VectorMask<Integer> redLeast = red.compare(VectorOperators.EQ, at(least, i));
            VectorMask<Integer> blueLeast = at(planes.blue(), from + i).compare(VectorOperators.EQ, at(least, i));
            IntVector minus = IntVector.broadcast(VectorMath.INTS, Integer.MIN_VALUE);
            minus.blend(0, redLeast)
                    .blend(minus.blend(0, blueLeast), greenMost)
                    .blend(IntVector.zero(VectorMath.INTS).blend(minus, blueLeast), redMost)
                    .intoArray(sign, i);
        }
    }

    private void findParts(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector middle = at(planes.red(), from + i)
                    .add(at(planes.green(), from + i))
                    .add(at(planes.blue(), from + i))
                    .sub(at(value, i))
                    .sub(at(least, i));
            IntVector range = at(value, i).sub(at(least, i)).max(1);
            FloatVector part = VectorMath.toFloat(at(value, i).sub(middle)).div(VectorMath.toFloat(range));
            part.reinterpretAsInts().or(at(sign, i)).intoArray(mid, i);
        }
    }

    private void turnHues(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector turns = at(start, i)
                    .reinterpretAsFloats()
                    .add(at(mid, i).reinterpretAsFloats())
                    .div(6f);
            IntVector negative = turns.reinterpretAsInts().lanewise(VectorOperators.LSHR, 31);
            of255(turns.add(VectorMath.toFloat(negative))).add(step).and(0xff).intoArray(hue, i);
        }
    }

    /** A share of 1, in 255ths, cut to whole numbers. */
    private static IntVector of255(FloatVector share) {
        IntVector whole = VectorMath.floor(share.mul(255f));
        FloatVector rest = share.fma(
                FloatVector.broadcast(VectorMath.FLOATS, 255f),
                VectorMath.toFloat(whole).neg());
        return whole.add(VectorMath.minusOneIfNegative(rest));
    }

    private void findStrengths(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector range = VectorMath.toFloat(at(value, i).sub(at(least, i)));
            FloatVector share = range.div(VectorMath.toFloat(at(value, i).max(1)));
            VectorMath.toFloat(of255(share)).div(255f).reinterpretAsInts().intoArray(start, i);
        }
    }

    private void findLowest(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            below(at(value, i), at(start, i).reinterpretAsFloats()).intoArray(low, i);
        }
    }

    private void findMiddle(int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            IntVector sextant = sextant(i);
            FloatVector past =
                    VectorMath.toFloat(at(hue, i).mul(6).sub(sextant.mul(255))).div(255f);
            FloatVector even = VectorMath.toFloat(sextant.and(1).sub(1).neg());
            FloatVector share =
                    at(start, i).reinterpretAsFloats().mul(even.sub(past).abs());
            below(at(value, i), share).intoArray(mid, i);
        }
    }

    /** {@code hue * 6 / 255}, from 0 to 6. */
    private IntVector sextant(int i) {
        return at(hue, i).mul(6 * 32897).lanewise(VectorOperators.LSHR, 23);
    }

    /** {@code value * (1 - share)}, rounded half up. */
    private static IntVector below(IntVector value, FloatVector share) {
        FloatVector top = VectorMath.toFloat(value);
        return VectorMath.floor(top.neg().fma(share, top.add(0.5f)));
    }

    /** A component along the circle: largest in two sextants, falling in one, smallest in two, rising in one. */
    private void write(int[] plane, int from, int length, int peak) {
        for (int i = 0; i < length; i += LANES) {
            IntVector counted = sextant(i);
            IntVector sextant = counted.blend(0, counted.compare(VectorOperators.EQ, 6));
            VectorMask<Integer> moving = sextant.compare(VectorOperators.EQ, (peak + 1) % 6)
                    .or(sextant.compare(VectorOperators.EQ, (peak + 4) % 6));
            VectorMask<Integer> smallest = sextant.compare(VectorOperators.EQ, (peak + 2) % 6)
                    .or(sextant.compare(VectorOperators.EQ, (peak + 3) % 6));
            at(value, i).blend(at(mid, i), moving).blend(at(low, i), smallest).intoArray(plane, from + i);
        }
    }
}
