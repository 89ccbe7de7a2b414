package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.CmykJpeg.Inks;
import java.io.IOException;

/** TIFF files: what is grey, a palette or plain RGB by libtiff; four samples by hand, since libtiff would multiply by alpha. */
final class TiffImage {
    private TiffImage() {}

    static Image decode(byte[] file) throws IOException {
        TiffHeader header = TiffHeader.of(file);
        byte[] plain = header.plain(file);
        Image stored = header.colours() == TiffHeader.Colours.PLAIN
                ? OpenCv.colours(plain)
                : colours(OpenCv.samples(plain), header.colours());
        return header.orientation().apply(stored);
    }

    private static Image colours(OpenCv.Samples samples, TiffHeader.Colours colours) throws IOException {
        if (samples.channels() < 3 || (samples.channels() == 3 && colours != TiffHeader.Colours.FIRST_THREE)) {
            throw new IOException("a TIFF image with fewer samples than it claims");
        }
        byte[] rgb = new byte[3 * samples.width() * samples.height()];
        int[] pixel = new int[4];
        for (int i = 0; i < rgb.length / 3; i++) {
            for (int channel = 0; channel < samples.channels(); channel++) {
                pixel[channel] = samples.get(i, channel);
            }
            switch (colours) {
                case INKS -> mix(pixel, rgb, 3 * i);
                case DIVIDE_BY_FOURTH -> divide(pixel, rgb, 3 * i);
                default -> copy(pixel, rgb, 3 * i);
            }
        }
        return new Image(samples.width(), samples.height(), rgb);
    }

    private static void mix(int[] inks, byte[] rgb, int at) {
        for (int i = 0; i < 4; i++) {
            inks[i] = 255 - inks[i];
        }
        Inks.mix(inks, 0, rgb, at);
    }

    private static void divide(int[] pixel, byte[] rgb, int at) {
        int alpha = pixel[3];
        for (int i = 0; i < 3; i++) {
            pixel[i] = alpha == 0 ? 0 : Math.min(255, 255 * pixel[i] / alpha);
        }
        copy(pixel, rgb, at);
    }

    private static void copy(int[] pixel, byte[] rgb, int at) {
        for (int i = 0; i < 3; i++) {
            rgb[at + i] = (byte) pixel[i];
        }
    }
}
