package io.github.hcsc.train.eval;

import io.github.hcsc.core.state.FileProblem;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Levels of labels beside the classes of images: groups of classes from a table, or the folders below class folders.
 *
 * <p>A table is a CSV file with a heading. Its first column names the classes, each further one the group that a class
 * belongs to: {@code class,group,kind}. Where all images lie in equally many folders, each depth below the first is a
 * level, {@code depth2}, {@code depth3} and so on.
 */
public final class LabelLevels {
    /** Without levels. */
    public static final LabelLevels NONE = new LabelLevels(Map.of(), List.of(), 1);

    private static final String FILE = "hierarchy.csv";

    private final Map<String, List<String>> groups;
    private final List<String> names;
    private final int depth;

    private LabelLevels(Map<String, List<String>> groups, List<String> names, int depth) {
        this.groups = groups;
        this.names = List.copyOf(names);
        this.depth = depth;
    }

    /**
     * Finds the levels of labelled images: those of {@code hierarchy.csv} in their folder or beside it, else those of
     * their folders.
     *
     * @param data where the images are
     * @throws ConfigException if the table cannot be used
     */
    public static LabelLevels find(Path data, ImageSource images) {
        Path beside = data.toAbsolutePath().normalize().resolveSibling(FILE);
        Optional<Path> table = List.of(data.resolve(FILE), beside).stream()
                .filter(Files::isRegularFile)
                .findFirst();
        return table.map(LabelLevels::read).orElseGet(() -> ofFolders(images));
    }

    /**
     * Reads a table.
     *
     * @throws ConfigException if it cannot be read, or lines have other columns than the heading
     */
    public static LabelLevels read(Path table) {
        List<List<String>> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(table)) {
                if (!line.isBlank()) {
                    rows.add(Arrays.stream(line.replace("\uFEFF", "").split(",", -1))
                            .map(String::strip)
                            .toList());
                }
            }
        } catch (IOException e) {
            throw new ConfigException(table + " cannot be read: " + FileProblem.of(e), e);
        }
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        if (rows.size() < 2 || columns < 2 || rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new ConfigException(
                    table + " must have a heading such as class,group,kind and a line of as many names"
                            + " for each class, separated by commas");
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        rows.subList(1, rows.size()).forEach(row -> groups.put(row.get(0), row.subList(1, columns)));
        return new LabelLevels(groups, rows.get(0).subList(1, columns), 1);
    }

    private static LabelLevels ofFolders(ImageSource images) {
        int[] depths = IntStream.range(0, images.size())
                .map(i -> folders(images.name(i)).size())
                .distinct()
                .toArray();
        return images.classNames().isEmpty() || depths.length != 1 || depths[0] < 2
                ? NONE
                : new LabelLevels(
                        Map.of(),
                        IntStream.rangeClosed(2, depths[0])
                                .mapToObj(level -> "depth" + level)
                                .toList(),
                        depths[0]);
    }

    private static List<String> folders(String name) {
        List<String> parts = Arrays.asList(name.replace('\\', '/').split("/", -1));
        return parts.subList(0, parts.size() - 1);
    }

    /** The names of the levels. */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the label of each image at each level, by the level's name.
     *
     * @throws ConfigException if the table lacks a class
     */
    public Map<String, List<String>> of(ImageSource images) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (int level = 0; level < names.size(); level++) {
            int column = level;
            labels.put(
                    names.get(level),
                    IntStream.range(0, images.size())
                            .mapToObj(image -> label(images, image, column))
                            .toList());
        }
        return labels;
    }

    private String label(ImageSource images, int image, int column) {
        if (depth > 1) {
            List<String> folders = folders(images.name(image));
            return String.join("/", folders.subList(0, Math.min(folders.size(), column + 2)));
        }
        String name = images.classNames().get(images.label(image).orElseThrow());
        List<String> row = groups.get(name);
        if (row == null) {
            throw new ConfigException("the table of levels must have a line for class " + name + ", but has none");
        }
        return row.get(column);
    }
}
