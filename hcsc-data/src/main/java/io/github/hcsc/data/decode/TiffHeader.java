package io.github.hcsc.data.decode;

import java.io.IOException;
import java.util.Locale;

/**
 * What a TIFF file says of its first picture.
 *
 * @param image its size; the orientation is part of the format, not of EXIF
 * @param directory the fields
 * @param colours how samples become colours
 */
record TiffHeader(ImageHeader image, TiffDirectory directory, Colours colours) {
    private static final int RGB = 2;
    private static final int INKS = 5;
    private static final int LAB = 8;
    private static final int ASSOCIATED = 1;
    private static final int SIGNED = 2;
    private static final int FRACTIONS = 3;

    /** How samples become colours. */
    enum Colours {
        /** As libtiff has it. */
        PLAIN,
        /** Red, green, blue, and perhaps one more that does not count. */
        FIRST_THREE,
        /** Red, green and blue were multiplied by the fourth. */
        DIVIDE_BY_FOURTH,
        /** Cyan, magenta, yellow and black. */
        INKS
    }

    static TiffHeader of(byte[] file) throws IOException {
        TiffDirectory directory = TiffDirectory.first(Bytes.bigEndian(file));
        long photometric = directory.number(TiffDirectory.PHOTOMETRIC, 1);
        long bits = directory.number(TiffDirectory.BITS, 1);
        long format = directory.number(TiffDirectory.SAMPLE_FORMAT, 1);
        if (photometric == LAB || photometric == LAB + 1) {
            throw new IOException("a TIFF image must be grey, RGB or CMYK, but is CIE Lab; convert it first");
        }
        if (bits > 16 || format == FRACTIONS || (bits > 8 && format == SIGNED)) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "a TIFF image must have whole samples of at most 16 bits without sign, but has %s of %d bits; convert it first",
                    format == FRACTIONS ? "fractions" : format == SIGNED ? "signed samples" : "samples",
                    bits));
        }
        if (bits == 16 && photometric != 0 && photometric != 1 && directory.number(TiffDirectory.PLANES, 1) == 2) {
            throw new IOException(
                    "a TIFF image of 16 bits must have its samples side by side, but has them in planes; convert it first");
        }
        Colours colours = colours(directory, photometric);
        long extra = directory.count(TiffDirectory.EXTRA_SAMPLES);
        ImageHeader image = ImageHeader.plain(
                        directory.number(TiffDirectory.WIDTH, 0), directory.number(TiffDirectory.HEIGHT, 0))
                .with(Alteration.INKS_MIXED, photometric == INKS)
                .with(Alteration.DEPTH_REDUCED, bits > 8)
                .with(Alteration.TRANSPARENCY_DROPPED, extra > 0)
                .with(Alteration.FIRST_TAKEN, directory.holdsMore());
        return new TiffHeader(image, directory, colours);
    }

    private static Colours colours(TiffDirectory directory, long photometric) throws IOException {
        long samples = directory.number(TiffDirectory.SAMPLES, 1);
        if (samples == 4 && photometric == INKS) {
            return Colours.INKS;
        }
        boolean wide = directory.number(TiffDirectory.BITS, 1) == 16;
        if (photometric != RGB || samples > 4 || (samples == 3 && !wide)) {
            return Colours.PLAIN;
        }
        boolean multiplied = directory.number(TiffDirectory.EXTRA_SAMPLES, 0) == ASSOCIATED;
        return multiplied ? Colours.DIVIDE_BY_FOURTH : Colours.FIRST_THREE;
    }

    Orientation orientation() throws IOException {
        return Orientation.of((int) directory.number(TiffDirectory.ORIENTATION, 1));
    }

    /** A copy whose fields make libtiff hand out the samples as they are stored, rows from the top. */
    byte[] plain(byte[] file) {
        byte[] copy = file.clone();
        directory.overwrite(copy, TiffDirectory.ORIENTATION, 1);
        if (colours != Colours.PLAIN) {
            directory.overwrite(copy, TiffDirectory.EXTRA_SAMPLES, 0);
        }
        if (colours == Colours.INKS) {
            directory.overwrite(copy, TiffDirectory.PHOTOMETRIC, RGB);
        }
        return copy;
    }
}
