package io.github.hcsc.train.text;

/** Text in a CSV file, which spreadsheets would run as a formula if it began like one: an apostrophe keeps it text. */
public final class SpreadsheetCell {
    private static final String FORMULA = "(?s)'*[=+\\-@\\t\\r].*";

    private SpreadsheetCell() {}

    /** Returns what to write for a text. */
    public static String of(String text) {
        return begins(text) ? "'" + text : text;
    }

    /** Returns the text that was written as this, also by a person who wrote no apostrophe. */
    public static String text(String cell) {
        return cell.startsWith("'") && begins(cell) ? cell.substring(1) : cell;
    }

    private static boolean begins(String text) {
        return text.matches(FORMULA);
    }
}
