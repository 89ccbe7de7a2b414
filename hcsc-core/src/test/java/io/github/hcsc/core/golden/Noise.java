package io.github.hcsc.core.golden;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The reference's numbers, a function of a name and a position; its README states the formulas. */
public final class Noise {

    private Noise() {}

    /** Returns {@code count} numbers of [-1, 1). */
    public static float[] signed(String name, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = ((bits(name, i) >>> 8) - (1 << 23)) * 0x1p-23f;
        }
        return values;
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
