package io.github.hcsc.train.features;

import io.github.hcsc.core.state.Printable;
import io.github.hcsc.core.state.StateFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads features as {@link FeatureFile#CSV} writes them: a heading, then a name and its values a line. */
final class CsvTable {
    private final Path file;
    private final List<String> names = new ArrayList<>();
    private final GrowingRows rows = new GrowingRows();

    private CsvTable(Path file) {
        this.file = file;
    }

    static FeatureTable read(Path file) throws IOException {
        CsvTable table = new CsvTable(file);
        int width = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String heading = reader.readLine();
            if (heading == null || !heading.startsWith("name,")) {
                throw new StateFormatException(
                        file, "must begin with the heading name,f0,f1,... and have a name and its values in each line");
            }
            width = heading.split(",", -1).length - 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                while (!quotesAreClosed(line)) {
                    String next = reader.readLine();
                    if (next == null) {
                        throw new StateFormatException(file, "ends within a quoted name; copy it again");
                    }
                    line += "\n" + next;
                }
                table.add(line, width);
            }
        }
        return table.finish(width);
    }

    private static boolean quotesAreClosed(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 0;
    }

    private void add(String line, int width) throws StateFormatException {
        boolean quoted = line.startsWith("\"");
        int end = quoted ? line.lastIndexOf('"') + 1 : line.indexOf(',');
        String[] cells =
                line.substring(Math.min(line.length(), Math.max(0, end) + 1)).split(",", -1);
        if (end < 0 || cells.length != width) {
            throw new StateFormatException(
                    file, "must have a name and " + width + " values in row " + names.size() + ", as its heading says");
        }
        rows.reserve(width);
        for (String cell : cells) {
            try {
                rows.add(Float.parseFloat(cell));
            } catch (NumberFormatException e) {
                throw new StateFormatException(
                        file, "must have numbers in row " + names.size() + ", but was " + Printable.of(cell));
            }
        }
        String name = line.substring(0, end);
        names.add(quoted ? name.substring(1, end - 1).replace("\"\"", "\"") : name);
    }

    private FeatureTable finish(int width) throws StateFormatException {
        if (names.isEmpty()) {
            throw new StateFormatException(file, "has no rows");
        }
        return new FeatureTable(file, rows.rows(width), names, List.of());
    }
}
