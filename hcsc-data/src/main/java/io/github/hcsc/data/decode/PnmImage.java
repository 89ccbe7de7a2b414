package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/** PBM, PGM and PPM files, as bytes or as text, whatever value white has. */
final class PnmImage {
    private final PnmHeader header;
    private final byte[] file;
    private final int width;
    private final int height;

    private PnmImage(byte[] file) throws IOException {
        this.header = PnmHeader.of(file);
        this.file = file;
        this.width = (int) header.image().width();
        this.height = (int) header.image().height();
    }

    static Image decode(byte[] file) throws IOException {
        PnmImage image = new PnmImage(file);
        image.requireWhole();
        byte[] rgb = new byte[3 * image.width * image.height];
        image.read(rgb, 3 / image.header.channels());
        return new Image(image.width, image.height, rgb);
    }

    /** A short file cannot claim a large picture: each sample takes a bit, a byte or two. */
    private void requireWhole() throws IOException {
        long least = header.isText() ? (long) width * header.channels() : rowBytes();
        if (least * height > file.length - header.end()) {
            throw new EOFException("a damaged image: it ends too early");
        }
    }

    private long rowBytes() {
        return header.isBits() ? (width + 7L) / 8 : (long) width * header.channels() * (header.maximum() > 255 ? 2 : 1);
    }

    /** Writes each sample so many times, three for greys. */
    private void read(byte[] rgb, int copies) throws IOException {
        PnmHeader.Text text = new PnmHeader.Text(file, header.end() - 1);
        int to = 0;
        for (int y = 0; y < height; y++) {
            int row = header.end() + (int) (y * rowBytes());
            for (int i = 0; i < width * header.channels(); i++) {
                byte scaled = scaled(header.isText() ? number(text) : stored(row, i));
                for (int copy = 0; copy < copies; copy++) {
                    rgb[to++] = scaled;
                }
            }
        }
    }

    private int number(PnmHeader.Text text) throws IOException {
        return header.isBits() ? 1 - text.bit() : checked(text.number());
    }

    /** A sample of a row; black is 1 where it is a bit. */
    private int stored(int row, int i) {
        if (header.isBits()) {
            return 1 - (file[row + i / 8] >> (7 - i % 8) & 1);
        }
        if (header.maximum() > 255) {
            return (file[row + 2 * i] & 0xff) << 8 | (file[row + 2 * i + 1] & 0xff);
        }
        return file[row + i] & 0xff;
    }

    private int checked(long value) throws IOException {
        if (value > header.maximum()) {
            throw new IOException(String.format(
                    Locale.ROOT, "a damaged image: %d is whiter than white, %d", value, header.maximum()));
        }
        return (int) value;
    }

    /** As Pillow rounds; greys of more than 8 bits become 16 bits first, of which the upper 8 are kept. */
    private byte scaled(int value) {
        int most = header.maximum() > 255 && header.channels() == 1 ? 65535 : 255;
        int result = (int) Math.min(most, Math.rint((double) value / header.maximum() * most));
        return (byte) (most == 255 ? result : result >> 8);
    }
}
