package io.github.hcsc.core.state;

import java.util.Locale;

/** Names from files as they are shown to people. */
public final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /**
     * Returns a text in which characters that move the cursor, change colours or turn the direction of writing are shown by
     * their numbers, cut after 200.
     *
     * @param text from a file
     */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(Locale.ROOT, "<%X>", c));
            }
        });
        return shown + (text.codePointCount(0, text.length()) > LONGEST ? "..." : "");
    }

    /** Returns whether a text has no such characters. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(Printable::isPlain);
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
