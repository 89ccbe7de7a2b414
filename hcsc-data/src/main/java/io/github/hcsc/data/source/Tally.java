package io.github.hcsc.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what is left out while a source is opened. */
final class Tally {
    private static final String PHOTOS = "convert with heif-convert or ImageMagick";
    private static final Map<String, String> REMEDIES = Map.of(
            "heic",
            PHOTOS,
            "heif",
            PHOTOS,
            "avif",
            "convert with avifdec or ImageMagick",
            "jxl",
            "convert with djxl or ImageMagick");
    private static final int LONGEST_EXTENSION = 10;

    private final Map<String, LeftOut.Group> groups = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** Counts a file that is none of the formats offered, by its extension. */
    void unread(String file) {
        String extension = ImageFiles.extension(file);
        if (extension.isEmpty()) {
            add("without extension", false, "");
        } else if (extension.length() > LONGEST_EXTENSION || !extension.chars().allMatch(Character::isLetterOrDigit)) {
            add("with another extension", false, example(file));
        } else {
            add("." + extension, false, REMEDIES.getOrDefault(extension, ""));
        }
    }

    /** Counts a file that is left out for a reason. */
    void file(String reason, String name) {
        add(reason, false, example(name));
    }

    /** Counts a folder that is left out, with all that is in it, for a reason. */
    void folder(String reason, String name) {
        add(reason, true, example(name));
    }

    /** Notes a sentence. */
    void warn(String format, Object... values) {
        warnings.add(String.format(Locale.ROOT, format, values));
    }

    LeftOut leftOut() {
        return new LeftOut(List.copyOf(groups.values()), warnings);
    }

    private void add(String what, boolean folder, String note) {
        groups.merge(
                what,
                new LeftOut.Group(what, 1, folder, note),
                (old, one) -> new LeftOut.Group(what, old.count() + 1, old.folders() || folder, old.note()));
    }

    private static String example(String name) {
        return "such as " + Names.printable(name);
    }
}
