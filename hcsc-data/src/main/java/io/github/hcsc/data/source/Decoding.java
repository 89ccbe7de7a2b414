package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.decode.ImageDecoder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Decodes the images of one source and remembers what that did to each of them. Safe for many threads. */
final class Decoding {
    private final Exif exif;
    private final byte[] done;

    /**
     * Decodes as options say.
     *
     * @param images how many there are
     */
    Decoding(Exif exif, int images) {
        this.exif = exif;
        this.done = new byte[images];
    }

    Image image(int index, byte[] encoded) throws IOException {
        ImageDecoder.Decoded decoded = ImageDecoder.decode(encoded, exif);
        int bits = decoded.alterations().stream()
                .mapToInt(alteration -> 1 << alteration.ordinal())
                .sum();
        done[index] = (byte) bits; // the same whenever the image is read, so no thread can spoil it for another
        return decoded.image();
    }

    Exif exif() {
        return exif;
    }

    /** How many of the images read so far were altered, by kind. */
    Map<Alteration, Integer> altered() {
        Map<Alteration, Integer> counts = new EnumMap<>(Alteration.class);
        for (byte bits : done) {
            for (Alteration alteration : Alteration.values()) {
                if ((bits >> alteration.ordinal() & 1) == 1) {
                    counts.merge(alteration, 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
