package io.github.hcsc.data.decode;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What an image file says of itself before the first pixel.
 *
 * @param width pixels of a stored row
 * @param height stored rows
 * @param orientation how the camera was held
 * @param alterations what decoding does beyond reading, turning apart
 */
record ImageHeader(long width, long height, Orientation orientation, Set<Alteration> alterations) {
    /** As many as Pillow reads. */
    static final long MAX_PIXELS = 178_956_970;

    ImageHeader {
        alterations = Set.copyOf(alterations);
    }

    static ImageHeader plain(long width, long height) {
        return new ImageHeader(width, height, Orientation.UPRIGHT, Set.of());
    }

    ImageHeader with(Orientation noted) {
        return new ImageHeader(width, height, noted, alterations);
    }

    ImageHeader with(Alteration alteration, boolean happens) {
        if (!happens) {
            return this;
        }
        Set<Alteration> more = EnumSet.of(alteration);
        more.addAll(alterations);
        return new ImageHeader(width, height, orientation, more);
    }

    /** Checks that there are pixels, and not so many that a small file fills the memory. */
    void require() throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException(
                    String.format(Locale.ROOT, "a damaged image: it claims %d x %d pixels", width, height));
        }
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "an image must have at most %,d pixels, but claims %d x %d",
                    MAX_PIXELS,
                    width,
                    height));
        }
    }
}
