package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The images a text file lists: one path a line, and after a space, a tab or a comma the number of its class, on all
 * lines or on none. Empty lines and lines that start with {@code #} do not count.
 */
public final class ImageList implements ImageSource {
    private static final Pattern LABELLED = Pattern.compile("(.*?)\\s*[\\s,]\\s*(\\d{1,9})");

    private final Path list;
    private final Path root;
    private final List<String> names;
    private final int[] labels;
    private final List<String> classNames;

    private ImageList(Path list, Path root, List<String> names, int[] labels) {
        this.list = list;
        this.root = root;
        this.names = List.copyOf(names);
        this.labels = labels;
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        this.classNames = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    }

    /**
     * Reads a list whose paths are relative to its own folder.
     *
     * @param list a text file in UTF-8
     * @return the images listed
     * @throws IOException when the list cannot be read
     * @throws IllegalArgumentException when it lists nothing, or some paths with and some without a class
     */
    public static ImageList open(Path list) throws IOException {
        Path folder = list.toAbsolutePath().getParent();
        return open(list, folder == null ? list.toAbsolutePath() : folder);
    }

    /**
     * Reads a list.
     *
     * @param list a text file in UTF-8
     * @param root the folder that relative paths start from
     * @return the images listed
     * @throws IOException when the list cannot be read
     * @throws IllegalArgumentException when it lists nothing, or some paths with and some without a class
     */
    public static ImageList open(Path list, Path root) throws IOException {
        List<String> names = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int number = 0;
        for (String line : lines(list)) {
            number++;
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            Matcher labelled = LABELLED.matcher(entry);
            if (labelled.matches()) {
                labels.add(Integer.valueOf(labelled.group(2)));
                entry = labelled.group(1);
            }
            names.add(entry);
            if (!labels.isEmpty() && labels.size() != names.size()) {
                throw new IllegalArgumentException(
                        "a list must give the class on all lines or on none, but line %d of %s differs: %s"
                                .formatted(number, list, line));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("list must name at least one image, but names none: " + list);
        }
        int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
        return new ImageList(list, root, names, all);
    }

    private static List<String> lines(Path list) throws IOException {
        try {
            return Files.readAllLines(list);
        } catch (CharacterCodingException e) {
            throw new IOException("a list must be text in UTF-8, but " + list + " is not", e);
        }
    }

    /**
     * Lists files without classes.
     *
     * @param files images, at least one
     * @return these images, named by their paths
     */
    public static ImageList of(List<Path> files) {
        Path root = Path.of("");
        return new ImageList(root, root, files.stream().map(Path::toString).toList(), new int[0]);
    }

    @Override
    public int size() {
        return names.size();
    }

    /** {@return the path as it stands in the list} */
    @Override
    public String name(int index) {
        return names.get(index);
    }

    @Override
    public Image image(int index) throws IOException {
        return ImageDecoder.decode(Files.readAllBytes(root.resolve(names.get(index))));
    }

    @Override
    public Optional<Path> file(int index) {
        return Optional.of(root.resolve(names.get(index)));
    }

    @Override
    public OptionalInt label(int index) {
        return labels.length == 0 ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    /** {@return the numbers from 0 to the largest class in the list} */
    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String description() {
        return Descriptions.of("list " + list, names.size(), classNames.size());
    }
}
