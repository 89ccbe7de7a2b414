package io.github.hcsc.data.augment;

import java.util.Locale;

/**
 * A decoded picture: {@code height * width} pixels of three bytes, red, green and blue, row after row from the top.
 *
 * @param width pixels in a row
 * @param height rows
 * @param rgb the unsigned bytes, {@code [height, width, 3]}; shared, not copied, and never written to
 */
@SuppressWarnings("ArrayRecordComponent")
public record Image(int width, int height, byte[] rgb) {

    /** Checks that there is at least one pixel and as many bytes as the size asks for. */
    public Image {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "image size must be at least 1x1, but was %dx%d", width, height));
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rgb must hold 3 bytes for each of %dx%d pixels, but was %d bytes",
                    width,
                    height,
                    rgb.length));
        }
    }
}
