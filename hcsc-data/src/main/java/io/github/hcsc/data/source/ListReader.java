package io.github.hcsc.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
    private final List<String> lines = new PackedTexts();
    private final int[] numbers;

    /**
     * What a list holds.
     *
     * @param paths as they are written
     * @param labels the text of each image's class, one object of each text; empty when the list gives none
     */
    record Content(List<String> paths, List<String> labels) {}

    private ListReader(Path list) throws IOException {
        this.list = list;
        IntStream.Builder kept = IntStream.builder();
        try (BufferedReader reader = Files.newBufferedReader(list)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank() && !text.startsWith("#")) {
                    lines.add(text.strip());
                    kept.add(number);
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException("a list must be text in UTF-8, but " + list + " is not", e);
        }
        numbers = kept.build().toArray();
    }

    static Content read(Path list) throws IOException {
        ListReader reader = new ListReader(list);
        return reader.lines.isEmpty() ? new Content(List.of(), List.of()) : reader.content();
    }

    private Content content() {
        for (char separator : SEPARATORS.toCharArray()) {
            if (isTable(separator)) {
                return table(separator);
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

    private Content table(char separator) {
        List<String> first = TableLine.split(lines.get(0), separator);
        List<String> heading = first.stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
        int path = index(heading, PATH_WORDS);
        boolean headed = path >= 0 || startsWithHeading(first, separator);
        int columns = heading.size();
        int label = headed ? index(heading, CLASS_WORDS) : -1;
        if (label < 0 && columns == 2) {
            label = path == 1 ? 0 : 1;
        }
        if (label < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a list must have two columns, path and class, or a heading with the words path and label, but"
                            + " %s has %d columns: %s",
                    list,
                    columns,
                    shown(0)));
        }
        List<String> paths = new PackedTexts();
        List<String> labels = new ArrayList<>();
        Map<String, String> same = new HashMap<>();
        for (int i = headed ? 1 : 0; i < lines.size(); i++) {
            List<String> record = TableLine.split(lines.get(i), separator);
            if (record.size() != columns || record.get(label).isEmpty()) {
                throw differs(i);
            }
            paths.add(record.get(Math.max(path, 0)));
            labels.add(same.computeIfAbsent(record.get(label), text -> text));
        }
        return new Content(paths, labels);
    }

    private boolean startsWithHeading(List<String> first, char separator) {
        List<String> second = lines.size() > 1 ? TableLine.split(lines.get(1), separator) : List.of();
        return !second.isEmpty() && !ImageFiles.isImageName(first.get(0)) && ImageFiles.isImageName(second.get(0));
    }

    private Content plain() {
        List<String> paths = new PackedTexts();
        List<String> labels = new ArrayList<>();
        Map<String, String> same = new HashMap<>();
        boolean headed = Arrays.stream(lines.get(0).split("[ \t]")).anyMatch(ListReader::namesPaths);
        for (int i = headed ? 1 : 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int end = endOfPath(line);
            paths.add(unquoted(line.substring(0, end)));
            if (end < line.length()) {
                labels.add(same.computeIfAbsent(line.substring(endOfSeparator(line, end)), text -> text));
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
        if (at == 0) {
            return line.length();
        }
        boolean named = ImageFiles.isImageName(unquoted(line.substring(0, at))) && !ImageFiles.isImageName(line);
        return !last.isEmpty() && (ClassLabels.isNumber(last) || named) ? at : line.length();
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
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "a list must give the class on all lines or on none, but line %d of %s differs: %s",
                numbers[line],
                list,
                shown(line)));
    }

    private String shown(int line) {
        String text = Names.printable(lines.get(line));
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " ...";
    }
}
