package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;

/**
 * What a BMP file says before its pixels.
 *
 * @param image its size
 * @param greenBits bits of green, where a pixel has 16 bits; else 0
 */
record BmpHeader(ImageHeader image, int greenBits) {
    private static final int OLD_HEADER = 12;
    private static final int BITFIELDS = 3;
    private static final long GREEN_OF_6_BITS = 0x7e0;

    static BmpHeader of(byte[] file) throws IOException {
        Bytes bytes = Bytes.littleEndian(file);
        if (bytes.u32(14) == OLD_HEADER) {
            return new BmpHeader(ImageHeader.plain(bytes.u16(18), bytes.u16(20)), 0);
        }
        long height = Math.abs((long) (int) bytes.u32(22)); // negative for rows from the top
        boolean small = bytes.u16(28) == 16;
        boolean six = small && bytes.u32(30) == BITFIELDS && bytes.u32(58) == GREEN_OF_6_BITS;
        return new BmpHeader(ImageHeader.plain(bytes.u32(18), height), small ? six ? 6 : 5 : 0);
    }

    /** Spreads colours of 5 and 6 bits, which OpenCV shifts only, over all of 8 bits as Pillow does. */
    Image spread(Image shifted) {
        if (greenBits == 0) {
            return shifted;
        }
        byte[] rgb = shifted.rgb();
        for (int i = 0; i < rgb.length; i++) {
            int bits = i % 3 == 1 ? greenBits : 5;
            rgb[i] = (byte) (((rgb[i] & 0xff) >> (8 - bits)) * 255 / ((1 << bits) - 1));
        }
        return shifted;
    }
}
