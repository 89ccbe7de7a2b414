package io.github.hcsc.core.state;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Text from files as it is shown to people: what would move a cursor, change colours or hide letters is written as its number. */
public final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /**
     * Returns a name with all letters that cannot be seen written as {@code \}{@code u001b}, cut after 200.
     *
     * @param text from a file
     */
    public static String of(String text) {
        int letters = text.codePointCount(0, text.length());
        return letters <= LONGEST
                ? escaped(text, Printable::isPlain)
                : escaped(text.substring(0, text.offsetByCodePoints(0, LONGEST)), Printable::isPlain) + "...";
    }

    /**
     * Returns a text of any lines in which nothing moves the cursor, changes colours or turns the direction of writing; inside
     * JSON the same values.
     *
     * @param text which may have names from files in it
     */
    public static String lines(String text) {
        return escaped(text, point -> !isOrder(point));
    }

    private static String escaped(String text, IntPredicate shown) {
        if (text.codePoints().allMatch(shown)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (shown.test(point)) {
                escaped.appendCodePoint(point);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
        });
        return escaped.toString();
    }

    /** Returns whether all letters of a text can be seen. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(Printable::isPlain);
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static boolean isOrder(int point) {
        return (Character.isISOControl(point) && point != '\n' && point != '\t' && point != '\r')
                || point == 0x061c
                || point == 0x200e
                || point == 0x200f
                || (point >= 0x2028 && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
