package io.github.hcsc.data.source;

import java.util.Locale;

/** Names of images and sources, fit for a line of text and a terminal. */
final class Names {
    private Names() {}

    /** Returns a name with control characters, line ends and what turns the direction of text escaped. */
    static String printable(String name) {
        return name.codePoints().noneMatch(Names::isUnfit) ? name : escape(name);
    }

    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (isUnfit(point)) {
                escaped.append(point == '\n' ? "\\n" : String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static boolean isUnfit(int point) {
        return Character.isISOControl(point)
                || point == 0x2028
                || point == 0x2029
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069)
                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Describes a source. */
    static String source(String what, int images, int classes) {
        String kinds = classes == 0 ? "no classes" : classes == 1 ? "1 class" : classes + " classes";
        return String.format(Locale.ROOT, "%s with %,d image%s, %s", what, images, images == 1 ? "" : "s", kinds);
    }
}
