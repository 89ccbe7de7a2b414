package io.github.hcsc.data.decode;

import java.io.EOFException;
import java.io.IOException;

/**
 * What a PBM, PGM or PPM file says before its pixels.
 *
 * @param image its size
 * @param kind the digit of its first two bytes, 1 to 6: bits, greys and colours as text, then as bytes
 * @param maximum the value of white
 * @param end where the header ends
 */
record PnmHeader(ImageHeader image, int kind, int maximum, int end) {
    private static final int LARGEST = 65535;
    private static final int MOST_DIGITS = 10;

    static PnmHeader of(byte[] file) throws IOException {
        int kind = file[1] - '0';
        Text text = new Text(file, 2);
        long width = text.number();
        long height = text.number();
        boolean bits = kind == 1 || kind == 4;
        long maximum = bits ? 1 : text.number();
        if (maximum < 1 || maximum > LARGEST) {
            throw new IOException("a damaged image: white must lie between 1 and 65535, but is " + maximum);
        }
        ImageHeader image = ImageHeader.plain(width, height).with(Alteration.DEPTH_REDUCED, maximum > 255);
        return new PnmHeader(image, kind, (int) maximum, text.at + 1);
    }

    boolean isText() {
        return kind <= 3;
    }

    boolean isBits() {
        return kind == 1 || kind == 4;
    }

    int channels() {
        return kind == 3 || kind == 6 ? 3 : 1;
    }

    /** Numbers in words, with comments between them. */
    static final class Text {
        private final byte[] file;
        private int at;

        Text(byte[] file, int at) {
            this.file = file;
            this.at = at;
        }

        long number() throws IOException {
            skip();
            int start = at;
            long number = 0;
            while (at < file.length && file[at] >= '0' && file[at] <= '9') {
                number = 10 * number + file[at++] - '0';
                if (at - start > MOST_DIGITS) {
                    break;
                }
            }
            boolean ended = at == file.length || isSpace(file[at]) || file[at] == '#';
            if (at == start || !ended || at - start > MOST_DIGITS) {
                throw at >= file.length ? cut() : new IOException("a damaged image: a number is missing in its text");
            }
            return number;
        }

        /** One digit, which need not have a space behind it. */
        int bit() throws IOException {
            skip();
            if (at >= file.length) {
                throw cut();
            }
            int bit = file[at++] - '0';
            if (bit != 0 && bit != 1) {
                throw new IOException("a damaged image: a bit must be 0 or 1");
            }
            return bit;
        }

        private void skip() {
            while (at < file.length && (isSpace(file[at]) || file[at] == '#')) {
                if (file[at] == '#') {
                    while (at < file.length && file[at] != '\n' && file[at] != '\r') {
                        at++;
                    }
                } else {
                    at++;
                }
            }
        }

        private static boolean isSpace(byte b) {
            return b == ' ' || (b >= '\t' && b <= '\r');
        }

        private static EOFException cut() {
            return new EOFException("a damaged image: it ends too early");
        }
    }
}
