package io.github.hcsc.data.augment;

import io.github.hcsc.data.augment.PixelMath.Stretch;

/** One pixel after the other. */
final class PlainMath implements PixelMath {
    @Override
    public void join(Planes planes, byte[] rgb) {
        for (int i = 0, at = 0; i < planes.pixels(); i++, at += 3) {
            rgb[at] = (byte) planes.red()[i];
            rgb[at + 1] = (byte) planes.green()[i];
            rgb[at + 2] = (byte) planes.blue()[i];
        }
    }

    @Override
    public void mix(int[] plane, int pixels, int dull, float factor) {
        for (int i = 0; i < pixels; i++) {
            plane[i] = mixed(dull, plane[i], factor);
        }
    }

    @Override
    public void saturate(Planes planes, float factor) {
        for (int i = 0; i < planes.pixels(); i++) {
            int grey = luma(planes, i);
            planes.red()[i] = mixed(grey, planes.red()[i], factor);
            planes.green()[i] = mixed(grey, planes.green()[i], factor);
            planes.blue()[i] = mixed(grey, planes.blue()[i], factor);
        }
    }

    /** Truncates towards zero; only a factor above 1 can leave the range, and for the others clipping changes nothing. */
    private static int mixed(int dull, int value, float factor) {
        return clip((int) (dull + factor * (value - dull)));
    }

    @Override
    public long luma(Planes planes) {
        long sum = 0;
        for (int i = 0; i < planes.pixels(); i++) {
            sum += luma(planes, i);
        }
        return sum;
    }

    @Override
    public void desaturate(Planes planes) {
        for (int i = 0; i < planes.pixels(); i++) {
            int grey = luma(planes, i);
            planes.red()[i] = grey;
            planes.green()[i] = grey;
            planes.blue()[i] = grey;
        }
    }

    /** The grey value of a colour: ITU-R 601 in 16-bit fixed point. */
    private static int luma(Planes planes, int i) {
        return (19595 * planes.red()[i] + 38470 * planes.green()[i] + 7471 * planes.blue()[i] + 0x8000) >> 16;
    }

    @Override
    public void turn(Planes planes, int step) {
        for (int i = 0; i < planes.pixels(); i++) {
            Hue.turn(planes, i, step);
        }
    }

    @Override
    public Rows rows(Taps taps) {
        return (rgb, start, line, pitch) -> resize(taps, rgb, start, line, pitch);
    }

    private static void resize(Taps taps, byte[] rgb, int start, int[] line, int pitch) {
        int[] weights = taps.weights();
        for (int x = 0; x < taps.first().length; x++) {
            int p = start + 3 * taps.first()[x];
            int w = x * taps.stride();
            int red = Taps.HALF;
            int green = Taps.HALF;
            int blue = Taps.HALF;
            for (int end = w + taps.count()[x]; w < end; w++, p += 3) {
                int weight = weights[w];
                red += weight * (rgb[p] & 0xff);
                green += weight * (rgb[p + 1] & 0xff);
                blue += weight * (rgb[p + 2] & 0xff);
            }
            line[x] = clip(red >> Taps.PRECISION);
            line[pitch + x] = clip(green >> Taps.PRECISION);
            line[2 * pitch + x] = clip(blue >> Taps.PRECISION);
        }
    }

    @Override
    public void accumulate(int[] line, int weight, int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += weight * line[i];
        }
    }

    @Override
    public void finish(int[] sums, int from, int[] to, int at, int length) {
        for (int i = 0; i < length; i++) {
            to[at + i] = clip(sums[from + i] >> Taps.PRECISION);
        }
    }

    @Override
    public void add(Stretch a, Stretch b, Stretch to, int length) {
        for (int i = 0; i < length; i++) {
            to.array()[to.start() + i] += a.array()[a.start() + i] + b.array()[b.start() + i];
        }
    }

    @Override
    public void weigh(BoxBlur box, Stretch a, Stretch b, Stretch to, int length) {
        int near = box.inner();
        int far = box.outer();
        for (int i = 0; i < length; i++) {
            int outside = a.array()[a.start() + i] + b.array()[b.start() + i];
            int at = to.start() + i;
            to.array()[at] = (to.array()[at] * near + outside * far + BoxBlur.HALF) >>> 24;
        }
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
