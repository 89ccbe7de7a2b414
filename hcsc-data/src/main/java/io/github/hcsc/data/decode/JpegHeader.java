package io.github.hcsc.data.decode;

import java.io.IOException;
import java.util.Locale;

/**
 * What a JPEG file says before the first pixel.
 *
 * @param image size and orientation
 * @param components colours of a pixel
 * @param adobeTransform the transform of Adobe's marker, 0 without the marker
 */
record JpegHeader(ImageHeader image, int components, int adobeTransform) {
    private static final int ADOBE = 0xee;
    private static final int ADOBE_LENGTH = 14;
    private static final int EXIF = 0xe1;
    private static final int PROGRESSIVE = 0xc2;
    private static final int PROGRESSIVE_ARITHMETIC = 0xca;
    private static final int SCAN = 0xda;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    /** Pixels that all scans of one file may cover together; cameras and programs write about ten scans. */
    private static final long MOST_WORK = 20 * ImageHeader.MAX_PIXELS;

    /** Walks over the segments up to the frame, as libjpeg does. */
    static JpegHeader of(byte[] file) throws IOException {
        Bytes bytes = Bytes.bigEndian(file);
        int transform = 0;
        Orientation orientation = Orientation.UPRIGHT;
        long at = marker(bytes, 2);
        while (!isFrame(bytes.u8(at))) {
            int marker = bytes.u8(at);
            if (marker == SCAN) {
                throw new IOException("a damaged image: its pixels come before its size");
            }
            if (standsAlone(marker)) {
                at = marker(bytes, at + 1);
                continue;
            }
            int length = bytes.u16(at + 1);
            if (marker == ADOBE && length >= ADOBE_LENGTH && bytes.has("Adobe", at + 3)) {
                transform = bytes.u8(at + 14);
            }
            if (marker == EXIF && bytes.has("Exif\0\0", at + 3)) {
                orientation = Orientation.inExif(file, at + 3);
            }
            at = marker(bytes, at + 1 + Math.max(2, length));
        }
        int components = bytes.u8(at + 8);
        ImageHeader image = ImageHeader.plain(bytes.u16(at + 6), bytes.u16(at + 4))
                .with(orientation)
                .with(Alteration.INKS_MIXED, components == 4);
        requireBoundedWork(bytes, at, image);
        return new JpegHeader(image, components, transform);
    }

    boolean isCmyk() {
        return components == 4;
    }

    boolean isYcck() {
        return isCmyk() && adobeTransform != 0;
    }

    /** The place of the next marker's second byte; whatever stands before it is passed over. */
    private static long marker(Bytes bytes, long from) throws IOException {
        long at = from;
        do {
            while (bytes.u8(at) != 0xff) {
                at++;
            }
            while (bytes.u8(at) == 0xff) {
                at++;
            }
        } while (bytes.u8(at) == 0);
        return at;
    }

    /** Each scan of a progressive file passes over all pixels, however few bytes it has. */
    private static void requireBoundedWork(Bytes bytes, long frame, ImageHeader image) throws IOException {
        image.require();
        int kind = bytes.u8(frame);
        if (kind != PROGRESSIVE && kind != PROGRESSIVE_ARITHMETIC) {
            return;
        }
        byte[] data = bytes.data();
        long scans = 0;
        for (int at = (int) frame; at + 1 < data.length; at++) {
            if (data[at] == (byte) 0xff && data[at + 1] == (byte) SCAN) {
                scans++;
            }
        }
        if (scans * image.width() * image.height() > MOST_WORK) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "an image must not take more than %,d pixels in all its scans, but has %d scans of %d x %d",
                    MOST_WORK,
                    scans,
                    image.width(),
                    image.height()));
        }
    }

    private static boolean standsAlone(int marker) {
        return marker == 1 || (marker >= 0xd0 && marker <= 0xd9);
    }

    /** All of them frames but the tables DHT, JPG and DAC, which lie between. */
    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
