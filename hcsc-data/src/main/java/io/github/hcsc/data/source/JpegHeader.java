package io.github.hcsc.data.source;

/**
 * What a JPEG file says about its colours before the first pixel.
 *
 * @param components colours of a pixel, 0 when the bytes are no JPEG file
 * @param adobeTransform the transform of Adobe's marker, 0 without the marker
 */
record JpegHeader(int components, int adobeTransform) {
    private static final int START = 0xd8;
    private static final int ADOBE = 0xee;
    private static final int ADOBE_LENGTH = 14;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;

    /** Walks over the segments of a sound file up to the frame. */
    static JpegHeader of(byte[] file) {
        int transform = 0;
        if (file.length < 4 || unsigned(file, 0) != 0xff || unsigned(file, 1) != START) {
            return new JpegHeader(0, 0);
        }
        int at = 2;
        while (at + 9 < file.length) {
            int marker = unsigned(file, at + 1);
            if (marker == 0xff) {
                at++;
            } else if (isFrame(marker)) {
                return new JpegHeader(unsigned(file, at + 9), transform);
            } else {
                int length = (unsigned(file, at + 2) << 8) | unsigned(file, at + 3);
                if (marker == ADOBE && length >= ADOBE_LENGTH && at + 15 < file.length) {
                    transform = unsigned(file, at + 15);
                }
                at += 2 + length;
            }
        }
        return new JpegHeader(0, 0);
    }

    boolean isCmyk() {
        return components == 4;
    }

    boolean isYcck() {
        return isCmyk() && adobeTransform != 0;
    }

    /** All of them frames but the tables DHT, JPG and DAC, which lie between. */
    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static int unsigned(byte[] file, int at) {
        return file[at] & 0xff;
    }
}
