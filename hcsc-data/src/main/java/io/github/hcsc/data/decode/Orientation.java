package io.github.hcsc.data.decode;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.nio.ByteOrder;

/** How stored rows and columns relate to an upright picture, in the order of EXIF's numbers from 1 to 8. */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    FLIPPED,
    TRANSPOSED,
    ON_ITS_LEFT,
    TRANSVERSED,
    ON_ITS_RIGHT;

    static Orientation of(int exif) {
        return exif >= 1 && exif <= values().length ? values()[exif - 1] : UPRIGHT;
    }

    /** Reads what a camera noted: the directory of a TIFF file, perhaps behind a word. */
    static Orientation inExif(byte[] file, long at) {
        try {
            Bytes bytes = new Bytes(file, Math.toIntExact(at), ByteOrder.BIG_ENDIAN);
            int start = bytes.has("Exif\0\0", 0) ? 6 : 0;
            return of((int) TiffDirectory.first(new Bytes(file, (int) at + start, ByteOrder.BIG_ENDIAN))
                    .number(TiffDirectory.ORIENTATION, 1));
        } catch (IOException e) {
            return UPRIGHT; // a damaged note is none, as Pillow has it
        }
    }

    /** Makes the picture upright. */
    Image apply(Image stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        boolean turned = ordinal() >= TRANSPOSED.ordinal();
        int width = turned ? stored.height() : stored.width();
        int height = turned ? stored.width() : stored.height();
        byte[] from = stored.rgb();
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = 3 * index(x, y, stored.width(), stored.height());
                int target = 3 * (y * width + x);
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new Image(width, height, to);
    }

    /** The stored pixel that belongs to a place in the upright picture. */
    private int index(int x, int y, int width, int height) {
        return switch (this) {
            case UPRIGHT -> y * width + x;
            case MIRRORED -> y * width + width - 1 - x;
            case UPSIDE_DOWN -> (height - 1 - y) * width + width - 1 - x;
            case FLIPPED -> (height - 1 - y) * width + x;
            case TRANSPOSED -> x * width + y;
            case ON_ITS_LEFT -> (height - 1 - x) * width + y;
            case TRANSVERSED -> (height - 1 - x) * width + width - 1 - y;
            case ON_ITS_RIGHT -> x * width + width - 1 - y;
        };
    }
}
