package io.github.hcsc.data.source;

import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.decode.Exif;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Images of another source, of which all is true that is true of them there. */
interface SourceView extends ImageSource {

    /** Returns the other source. */
    ImageSource source();

    /**
     * Returns the index of an image in the other source.
     *
     * @param index which image
     */
    default int origin(int index) {
        return index;
    }

    @Override
    default String name(int index) {
        return source().name(origin(index));
    }

    @Override
    default Optional<Path> file(int index) {
        return source().file(origin(index));
    }

    @Override
    default OptionalInt label(int index) {
        return source().label(origin(index));
    }

    @Override
    default List<String> classNames() {
        return source().classNames();
    }

    @Override
    default LeftOut leftOut() {
        return source().leftOut();
    }

    @Override
    default Map<Alteration, Integer> altered() {
        return source().altered();
    }

    @Override
    default Map<String, String> unreadable() {
        return source().unreadable();
    }

    @Override
    default Exif exif() {
        return source().exif();
    }
}
