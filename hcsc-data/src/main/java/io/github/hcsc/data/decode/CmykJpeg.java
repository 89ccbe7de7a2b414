package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG files for print, four inks a pixel, stored inverted as Adobe does. OpenCV rounds their conversion coarsely, so the
 * inks are read with Java's own decoder and mixed as Pillow mixes them.
 */
final class CmykJpeg {
    private CmykJpeg() {}

    static Image decode(byte[] encoded, boolean ycck) throws IOException {
        Raster inks = read(encoded);
        int width = inks.getWidth();
        int height = inks.getHeight();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            inks.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (ycck) {
                    toInks(row, 4 * x);
                }
                Inks.mix(row, 4 * x, rgb, 3 * (y * width + x));
            }
        }
        return new Image(width, height, rgb);
    }

    private static Raster read(byte[] encoded) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(stream, true, true);
            return reader.readRaster(0, null);
        } finally {
            reader.dispose();
        }
    }

    /** JPEG's inverse colour transform in 16-bit fixed point, whose result is inverted once more for inks. */
    private static void toInks(int[] row, int at) {
        int luma = row[at];
        int blue = row[at + 1] - 128;
        int red = row[at + 2] - 128;
        row[at] = 255 - clip(luma + ((91881 * red + 0x8000) >> 16));
        row[at + 1] = 255 - clip(luma + ((-22554 * blue - 46802 * red + 0x8000) >> 16));
        row[at + 2] = 255 - clip(luma + ((116130 * blue + 0x8000) >> 16));
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** Cyan, magenta, yellow and black as Pillow mixes them. */
    static final class Inks {
        private Inks() {}

        /**
         * Mixes one pixel.
         *
         * @param light 255 minus each ink, four values
         * @param at where they begin
         */
        static void mix(int[] light, int at, byte[] rgb, int to) {
            int black = light[at + 3];
            for (int i = 0; i < 3; i++) {
                rgb[to + i] = (byte) Math.max(0, Math.min(255, black - share(255 - light[at + i], black)));
            }
        }

        /** a * b / 255, rounded. */
        private static int share(int a, int b) {
            int product = a * b + 128;
            return ((product >> 8) + product) >> 8;
        }
    }
}
