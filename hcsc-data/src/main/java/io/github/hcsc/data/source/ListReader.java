package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads lists of images as programs and spreadsheets write them: a path a line, and perhaps a class behind a space; or a
 * table with tabs, semicolons or commas, quotation marks and a heading.
 */
final class ListReader {
    private static final Set<String> PATH_WORDS = Set.of(
            "path",
            "paths",
            "file",
            "files",
            "filename",
            "file_name",
            "filepath",
            "file_path",
            "image",
            "images",
            "image_path",
            "img",
            "img_path");
    private static final Set<String> CLASS_WORDS =
            Set.of("label", "labels", "class", "classes", "class_name", "classname", "category", "target", "cls", "y");
    private static final String SEPARATORS = "\t;,";
    private static final int LONGEST_SHOWN = 200;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path list;
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    /**
     * What a list holds.
     *
     * @param paths as they are written
     * @param labels the text of each image's class; empty when the list gives none
     */
    record Content(List<String> paths, List<String> labels) {}

    private ListReader(Path list) throws IOException {
        this.list = list;
        int number = 0;
        for (String line : text(list).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line.strip());
                numbers.add(number);
            }
        }
    }

    static Content read(Path list) throws IOException {
        ListReader reader = new ListReader(list);
        return reader.lines.isEmpty() ? new Content(List.of(), List.of()) : reader.content();
    }

    private static String text(Path list) throws IOException {
        try {
            String text = Files.readString(list);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("a list must be text in UTF-8, but " + list + " is not", e);
        }
    }

    private Content content() {
        for (char separator : SEPARATORS.toCharArray()) {
            if (isTable(separator)) {
                return table(lines.stream()
                        .map(line -> TableLine.split(line, separator))
                        .toList());
            }
        }
        return plain();
    }

    /** Told by a heading, or by the last line, which is none. */
    private boolean isTable(char separator) {
        List<String> heading = TableLine.split(lines.get(0), separator);
        List<String> last = TableLine.split(lines.get(lines.size() - 1), separator);
        if (heading.size() < 2 || last.size() < 2) {
            return false;
        }
        String end = last.get(last.size() - 1);
        return heading.stream().anyMatch(ListReader::namesPaths)
                || (ImageFiles.isImageName(last.get(0)) && !ImageFiles.isImageName(end))
                || ClassLabels.isNumber(end);
    }

    private Content table(List<List<String>> records) {
        List<String> heading = records.get(0).stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
        int path = index(heading, PATH_WORDS);
        boolean headed = path >= 0 || startsWithHeading(records);
        int columns = heading.size();
        int label = headed ? index(heading, CLASS_WORDS) : -1;
        if (label < 0 && columns == 2) {
            label = path == 1 ? 0 : 1;
        }
        if (label < 0) {
            throw new IllegalArgumentException(
                    ("a list must have two columns, path and class, or a heading with the words path and label, but %s"
                                    + " has %d columns: %s")
                            .formatted(list, columns, shown(0)));
        }
        List<String> paths = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = headed ? 1 : 0; i < records.size(); i++) {
            List<String> record = records.get(i);
            if (record.size() != columns || record.get(label).isEmpty()) {
                throw differs(i);
            }
            paths.add(record.get(Math.max(path, 0)));
            labels.add(record.get(label));
        }
        return new Content(paths, labels);
    }

    private static boolean startsWithHeading(List<List<String>> records) {
        return records.size() > 1
                && !records.get(1).isEmpty()
                && !ImageFiles.isImageName(records.get(0).get(0))
                && ImageFiles.isImageName(records.get(1).get(0));
    }

    private Content plain() {
        List<String> paths = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        boolean headed = Arrays.stream(lines.get(0).split("[ \t]")).anyMatch(ListReader::namesPaths);
        for (int i = headed ? 1 : 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int end = endOfPath(line);
            paths.add(unquoted(line.substring(0, end)));
            if (end < line.length()) {
                labels.add(line.substring(endOfSeparator(line, end)));
            }
            if (!labels.isEmpty() && labels.size() != paths.size()) {
                throw differs(i);
            }
        }
        return new Content(paths, labels);
    }

    /** Where the class begins, with what separates it: a number, or whatever follows the name of an image. */
    private static int endOfPath(String line) {
        int at = line.length();
        while (at > 0 && !isSeparator(line.charAt(at - 1))) {
            at--;
        }
        String last = line.substring(at);
        while (at > 0 && isSeparator(line.charAt(at - 1))) {
            at--;
        }
        boolean named = ImageFiles.isImageName(unquoted(line.substring(0, at))) && !ImageFiles.isImageName(line);
        return at > 0 && !last.isEmpty() && (ClassLabels.isNumber(last) || named) ? at : line.length();
    }

    private static int endOfSeparator(String line, int from) {
        int at = from;
        while (isSeparator(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || SEPARATORS.indexOf(c) >= 0;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean namesPaths(String word) {
        return PATH_WORDS.contains(word.strip().toLowerCase(Locale.ROOT));
    }

    private static int index(List<String> heading, Set<String> words) {
        for (int i = 0; i < heading.size(); i++) {
            if (words.contains(heading.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private IllegalArgumentException differs(int line) {
        return new IllegalArgumentException(
                "a list must give the class on all lines or on none, but line %d of %s differs: %s"
                        .formatted(numbers.get(line), list, shown(line)));
    }

    private String shown(int line) {
        String text = Names.printable(lines.get(line));
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " ...";
    }
}
