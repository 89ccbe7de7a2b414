package io.github.hcsc.data.source;

import io.github.hcsc.data.decode.Exif;
import java.util.List;

/**
 * How a source is opened.
 *
 * @param exclude patterns of what to leave out, as shells have them: one without a slash is for names of files and
 *     folders at any depth, such as {@code *.bak}; one with a slash for paths from the root of the data
 * @param exif whether pictures are turned as their cameras noted
 */
public record SourceOptions(List<String> exclude, Exif exif) {
    /** Nothing is excluded, and images are as they are stored. */
    public static final SourceOptions DEFAULT = new SourceOptions(List.of(), Exif.IGNORE);

    /** Copies the list. */
    public SourceOptions {
        exclude = List.copyOf(exclude);
    }

    /** What everything that helps to open one source works with: what to leave out, where that is counted, how to decode. */
    record Opening(Exclusions exclusions, Tally tally, Exif exif) {

        static Opening with(SourceOptions options) {
            return new Opening(new Exclusions(options.exclude()), new Tally(), options.exif());
        }

        static Opening plain() {
            return with(SourceOptions.DEFAULT);
        }
    }
}
