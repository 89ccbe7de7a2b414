package io.github.hcsc.core.state;

import java.util.Locale;
import java.util.function.IntPredicate;

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
        int letters = text.codePointCount(0, text.length());
        return letters <= LONGEST
                ? shown(text, Printable::isPlain)
                : shown(text.substring(0, text.offsetByCodePoints(0, LONGEST)), Printable::isPlain) + "...";
    }

    /**
     * Returns a message as {@link #of} returns a name, but whole and with its line breaks.
     *
     * @param text which may have names from files in it
     */
    public static String lines(String text) {
        return shown(text, c -> c == '\n' || c == '\r' || c == '\t' || isPlain(c));
    }

    private static String shown(String text, IntPredicate isPlain) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPlain.test(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format(Locale.ROOT, "<%X>", c));
            }
        });
        return shown.toString();
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
