package io.github.hcsc.data.source;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/** Patterns of names to leave out: one without a slash is for files and folders at any depth, others for paths. */
final class Exclusions {
    private final List<PathMatcher> names = new ArrayList<>();
    private final List<PathMatcher> paths = new ArrayList<>();

    /**
     * Reads patterns.
     *
     * @param globs as shells have them: {@code *.bak}, {@code thumbs}, {@code 2019/**}
     * @throws IllegalArgumentException when one is no glob
     */
    Exclusions(List<String> globs) {
        for (String glob : globs) {
            String pattern = glob.endsWith("/") ? glob.substring(0, glob.length() - 1) : glob;
            try {
                (pattern.contains("/") ? paths : names)
                        .add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "a name to exclude must be a pattern such as '*.bak', but was '%s': %s",
                                glob,
                                e.getDescription()),
                        e);
            }
        }
    }

    /** Whether a path, relative to the root of the data, or a folder above it is to be left out. */
    boolean match(Path path) {
        if (isEmpty()) {
            return false;
        }
        for (int length = 1; length <= path.getNameCount(); length++) {
            Path part = path.subpath(0, length);
            Path name = path.getName(length - 1);
            if (names.stream().anyMatch(pattern -> pattern.matches(name))
                    || paths.stream().anyMatch(pattern -> pattern.matches(part))) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #match(Path)}; what is no path here is not left out. */
    boolean match(String path) {
        try {
            return !isEmpty() && match(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private boolean isEmpty() {
        return names.isEmpty() && paths.isEmpty();
    }
}
