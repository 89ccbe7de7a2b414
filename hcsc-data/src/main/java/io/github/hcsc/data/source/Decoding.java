package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.decode.Exif;
import io.github.hcsc.data.decode.ImageDecoder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;

/**
 * Reads the images of one source, and remembers what decoding did to each of them and which could not be read. Safe for many
 * threads.
 */
final class Decoding {
    private final Exif exif;
    private final LeftOut leftOut;
    private final byte[] done;
    private final Map<Integer, String> unreadable = new ConcurrentSkipListMap<>();

    /** Reads the file of an image. */
    @FunctionalInterface
    interface Encoded {
        byte[] read() throws IOException;
    }

    /**
     * Decodes as options say.
     *
     * @param opening what was done so far, and left out
     * @param images how many there are
     */
    Decoding(SourceOptions.Opening opening, int images) {
        exif = opening.exif();
        leftOut = opening.tally().leftOut();
        done = new byte[images];
    }

    /** A source whose images are decoded when they are asked for. */
    interface Source extends ImageSource {
        Decoding decoding();

        @Override
        default LeftOut leftOut() {
            return decoding().leftOut;
        }

        @Override
        default Map<Alteration, Integer> altered() {
            return decoding().altered();
        }

        @Override
        default Map<String, String> unreadable() {
            return decoding().unreadable(this::name);
        }

        @Override
        default Exif exif() {
            return decoding().exif;
        }
    }

    Image image(int index, Encoded file) throws IOException {
        try {
            Image image = decoded(index, file.read());
            unreadable.remove(index);
            return image;
        } catch (IOException e) {
            unreadable.put(index, reason(e));
            throw e;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        return e instanceof AccessDeniedException ? "is denied to this user" : String.valueOf(e.getMessage());
    }

    private Image decoded(int index, byte[] encoded) throws IOException {
        ImageDecoder.Decoded decoded = ImageDecoder.decode(encoded, exif);
        int bits = decoded.alterations().stream()
                .mapToInt(alteration -> 1 << alteration.ordinal())
                .sum();
        done[index] = (byte) bits; // the same whenever the image is read, so no thread can spoil it for another
        return decoded.image();
    }

    /** Why images could not be read when they were tried last, by what they are called. */
    private Map<String, String> unreadable(IntFunction<String> name) {
        Map<String, String> reasons = new LinkedHashMap<>();
        unreadable.forEach((index, reason) -> reasons.put(name.apply(index), reason));
        return reasons;
    }

    private Map<Alteration, Integer> altered() {
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
