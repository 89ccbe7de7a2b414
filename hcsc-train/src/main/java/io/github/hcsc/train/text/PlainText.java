package io.github.hcsc.train.text;

import java.util.Locale;

/** Text for a terminal: nothing in it moves the cursor, changes colours or turns the direction of writing. */
public final class PlainText {
    private PlainText() {}

    /** Returns a text of any lines with all other control characters written as {@code \}{@code u001b}. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(PlainText::isOrder)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isOrder(point)) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
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
