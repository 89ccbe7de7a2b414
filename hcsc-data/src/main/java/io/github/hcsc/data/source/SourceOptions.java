package io.github.hcsc.data.source;

import java.util.List;

/**
 * How a source is opened.
 *
 * @param exclude patterns of what to leave out, as shells have them: one without a slash is for names of files and
 *     folders at any depth, such as {@code *.bak}; one with a slash for paths from the root of the data
 */
public record SourceOptions(List<String> exclude) {
    /** Nothing is excluded. */
    public static final SourceOptions DEFAULT = new SourceOptions(List.of());

    /** Copies the list. */
    public SourceOptions {
        exclude = List.copyOf(exclude);
    }
}
