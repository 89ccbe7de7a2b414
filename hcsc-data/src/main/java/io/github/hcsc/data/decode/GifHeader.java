package io.github.hcsc.data.decode;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * What a GIF file says before the pixels of its first picture.
 *
 * @param image the size of the screen, or of the picture where that reaches beyond it
 * @param transparency the place of the flag that one colour is transparent, if that is so
 */
record GifHeader(ImageHeader image, OptionalInt transparency) {
    private static final int SCREEN = 6;
    private static final int BACKGROUND = 11;
    private static final int FIRST_BLOCK = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int PICTURE = 0x2c;

    static GifHeader of(byte[] file) throws IOException {
        Bytes bytes = Bytes.littleEndian(file);
        OptionalInt transparency = OptionalInt.empty();
        long at = FIRST_BLOCK + table(bytes.u8(10));
        while (bytes.u8(at) == EXTENSION) {
            if (bytes.u8(at + 1) == GRAPHIC_CONTROL && (bytes.u8(at + 3) & 1) == 1) {
                transparency = OptionalInt.of((int) at + 3);
            }
            at = behindBlocks(bytes, at + 2);
        }
        if (bytes.u8(at) != PICTURE) {
            throw new IOException("a damaged image: a GIF file without a picture");
        }
        long width = Math.max(bytes.u16(SCREEN), bytes.u16(at + 1) + bytes.u16(at + 5));
        long height = Math.max(bytes.u16(SCREEN + 2), bytes.u16(at + 3) + bytes.u16(at + 7));
        ImageHeader image = ImageHeader.plain(width, height)
                .with(Alteration.TRANSPARENCY_DROPPED, transparency.isPresent())
                .with(Alteration.FIRST_TAKEN, holdsMore(bytes, at));
        return new GifHeader(image, transparency);
    }

    /** A copy that says what Pillow makes of the file: one screen for all of the picture, no colour transparent. */
    byte[] plain(byte[] file) {
        byte[] copy = file.clone();
        copy[SCREEN] = (byte) image.width();
        copy[SCREEN + 1] = (byte) (image.width() >> 8);
        copy[SCREEN + 2] = (byte) image.height();
        copy[SCREEN + 3] = (byte) (image.height() >> 8);
        transparency.ifPresent(flag -> {
            copy[BACKGROUND] = copy[flag + 3];
            copy[flag] &= ~1;
        });
        return copy;
    }

    private static boolean holdsMore(Bytes bytes, long picture) {
        try {
            long at = behindBlocks(bytes, picture + 10 + table(bytes.u8(picture + 9)) + 1);
            while (bytes.u8(at) == EXTENSION) {
                at = behindBlocks(bytes, at + 2);
            }
            return bytes.u8(at) == PICTURE;
        } catch (IOException e) {
            return false; // whether the end is damaged is for the decoder to say
        }
    }

    private static long behindBlocks(Bytes bytes, long first) throws IOException {
        long at = first;
        while (bytes.u8(at) != 0) {
            at += 1 + bytes.u8(at);
        }
        return at + 1;
    }

    /** Bytes of a table of colours. */
    private static int table(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }
}
