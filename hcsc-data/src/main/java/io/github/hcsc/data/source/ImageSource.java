package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.decode.Exif;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A data set: images under the indices {@code 0 .. size() - 1}, each with a name and perhaps a class. Safe for many
 * threads; the same index always gives the same image.
 */
public interface ImageSource extends Closeable {

    /** Returns the number of images, at least 1. */
    int size();

    /**
     * Returns the name of an image, unique and fit for a log: a path, or a number for sources without files.
     *
     * @param index which image
     */
    String name(int index);

    /**
     * Reads and decodes an image.
     *
     * @param index which image
     * @return the pixels
     * @throws IOException when the image cannot be read or is damaged; the message says why
     */
    Image image(int index) throws IOException;

    /**
     * Returns the file that holds an image, or several of them; empty when there is none.
     *
     * @param index which image
     */
    default Optional<Path> file(int index) {
        return Optional.empty();
    }

    /**
     * Returns the class of an image, an index into {@link #classNames}; empty when the source has no labels.
     *
     * @param index which image
     */
    default OptionalInt label(int index) {
        return OptionalInt.empty();
    }

    /** Returns the names of the classes in the order of the labels; empty when the source has no labels. */
    default List<String> classNames() {
        return List.of();
    }

    /** Returns one phrase that says what this is, for instance {@code "folder photos with 143 images, no classes"}. */
    String description();

    /** Returns what opening this left out and what looks wrong, to be shown once. */
    default LeftOut leftOut() {
        return LeftOut.NOTHING;
    }

    /** Returns how many of the images read so far were altered by decoding, by what was done. */
    default Map<Alteration, Integer> altered() {
        return Map.of();
    }

    /** Returns why images could not be read when they were tried last, by name; empty as far as none was. */
    default Map<String, String> unreadable() {
        return Map.of();
    }

    /** Returns whether images are turned as their cameras noted. */
    default Exif exif() {
        return Exif.IGNORE;
    }

    /** Releases open files, if there are any. */
    @Override
    default void close() throws IOException {}
}
