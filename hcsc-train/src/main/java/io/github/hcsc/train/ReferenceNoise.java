package io.github.hcsc.train;

import io.github.hcsc.core.selection.UniformSource;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/** The reference's numbers and pictures, functions of a name; its README states the formulas. */
public final class ReferenceNoise {

    private ReferenceNoise() {}

    /** Returns {@code count} numbers of [0, 1), from the {@code first} on. */
    static float[] unit(String name, int first, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (bits(name, first + i) >>> 8) * 0x1p-24f;
        }
        return values;
    }

    /** Returns a stream of numbers of [0, 1) that are the same on every device. */
    static UniformSource uniforms(String name) {
        AtomicInteger used = new AtomicInteger();
        return (manager, shape) -> {
            int count = Math.toIntExact(shape.size());
            return manager.create(unit(name, used.getAndAdd(count), count), shape);
        };
    }

    /** Returns {@code count} numbers of [-1, 1). */
    public static float[] signed(String name, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = ((bits(name, i) >>> 8) - (1 << 23)) * 0x1p-23f;
        }
        return values;
    }

    /** Returns a picture {@code [size, size, 3]}: a wave proper to the image {@code id}, with grain proper to the name. */
    static byte[] picture(String name, int id, int size) {
        int shiftX = Integer.remainderUnsigned(bits(name, 0), 5);
        int shiftY = Integer.remainderUnsigned(bits(name, 1), 5);
        byte[] rgb = new byte[3 * size * size];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % size;
            int y = i / 3 / size;
            int colour = i % 3;
            int t = ((8 + 12 * (id % 6)) * (x + shiftX) + (6 + 20 * (id / 6)) * (y + shiftY) + 40 * (id % 4) * colour)
                    % 512;
            int wave = t < 256 ? t : 511 - t;
            rgb[i] = (byte) ((7 * wave + (bits(name, 2 + i) >>> 24)) / 8);
        }
        return rgb;
    }

    private static int bits(String name, int i) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return mix((int) crc.getValue() ^ mix(i));
    }

    private static int mix(int number) {
        int h = number;
        h ^= h >>> 16;
        h *= 0x7FEB352D;
        h ^= h >>> 15;
        h *= 0x846CA68B;
        return h ^ (h >>> 16);
    }
}
