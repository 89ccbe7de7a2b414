package io.github.hcsc.examples.study;

import io.github.hcsc.train.eval.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The levels on which images have a known class: the class itself, and what a table says that it belongs to.
 *
 * @param names the levels, finest first
 * @param rows for each class, its name and the names of its groups, one for each level
 */
record ClassLevels(List<String> names, List<List<String>> rows) {

    /**
     * Reads a table whose first line names the levels, {@code class,group,kind}, and whose others have a class each.
     *
     * @param table such as {@code hierarchy.csv}; without one there are the classes alone
     */
    static ClassLevels read(Optional<Path> table, List<String> classNames) throws IOException {
        if (table.isEmpty()) {
            return new ClassLevels(
                    List.of("class"), classNames.stream().map(List::of).toList());
        }
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(table.get())) {
            lines.add(List.of(line.split(",", -1)));
        }
        return new ClassLevels(lines.get(0), lines.subList(1, lines.size()));
    }

    /**
     * Returns the number of each image's group at a level.
     *
     * @throws IllegalArgumentException if a class has no row
     */
    int[] labels(int level, LabelledImages images) {
        List<String> groups =
                rows.stream().map(row -> row.get(level)).distinct().sorted().toList();
        int[] ofClass = images.classNames().stream()
                .mapToInt(name -> groups.indexOf(row(name).get(level)))
                .toArray();
        return Arrays.stream(images.labels()).map(label -> ofClass[label]).toArray();
    }

    private List<String> row(String name) {
        return rows.stream()
                .filter(row -> row.get(0).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table must have a row of class " + name));
    }
}
