package io.github.hcsc.data.source;

import java.util.ArrayList;
import java.util.List;

/** One line of a table as RFC 4180 has it: fields may stand in quotation marks, with those inside doubled. */
final class TableLine {
    private final String line;
    private final char separator;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private TableLine(String line, char separator) {
        this.line = line;
        this.separator = separator;
    }

    /** The fields without the spaces around them; none when quotation marks are out of place. */
    static List<String> split(String line, char separator) {
        TableLine table = new TableLine(line, separator);
        return table.read() ? table.fields : List.of();
    }

    private boolean read() {
        do {
            skipSpaces();
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            fields.add(quoted ? quoted() : plain());
            skipSpaces();
            if (at < line.length() && line.charAt(at) != separator) {
                return false;
            }
        } while (at++ < line.length());
        return true;
    }

    private void skipSpaces() {
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
    }

    private String plain() {
        int end = line.indexOf(separator, at);
        String field = line.substring(at, end < 0 ? line.length() : end);
        at += field.length();
        return field.strip();
    }

    /** Reads up to the mark that ends the field; a doubled one is part of it. */
    private String quoted() {
        StringBuilder field = new StringBuilder();
        int end = line.indexOf('"', at + 1);
        while (end >= 0) {
            field.append(line, at + 1, end);
            at = end + 1;
            if (at == line.length() || line.charAt(at) != '"') {
                return field.toString();
            }
            field.append('"');
            end = line.indexOf('"', at + 1);
        }
        return field.toString(); // without an end, the mark itself is what no separator follows
    }
}
