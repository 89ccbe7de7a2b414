package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.SourceOptions.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The images a text file lists: one path a line, and perhaps its class behind a space, on all lines or on none; or a table
 * of paths and classes with tabs, semicolons or commas, with a heading or without. A class is a number or a name. Empty
 * lines and lines that start with {@code #} do not count.
 */
public final class ImageList implements Decoding.Source {
    private final Path list;
    private final Path root;
    private final List<String> names;
    private final ClassLabels classes;
    private final Decoding decoding;

    private ImageList(Path list, Path root, List<String> names, ClassLabels classes, Opening opening) {
        this.list = list;
        this.root = root;
        this.names = names;
        this.classes = classes;
        this.decoding = new Decoding(opening, names.size());
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
        return open(list, Opening.plain());
    }

    static ImageList open(Path list, Opening opening) throws IOException {
        Path folder = list.toAbsolutePath().getParent();
        return open(list, folder == null ? list.toAbsolutePath() : folder, opening);
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
        return open(list, root, Opening.plain());
    }

    private static ImageList open(Path list, Path root, Opening opening) throws IOException {
        ListReader.Content content = ListReader.read(list);
        List<String> names = new PackedTexts();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < content.paths().size(); i++) {
            String name = content.paths().get(i);
            if (opening.exclusions().match(name)) {
                opening.tally().file("excluded", name);
                continue;
            }
            names.add(name);
            if (!content.labels().isEmpty()) {
                labels.add(content.labels().get(i));
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("list must name at least one image, but names none: " + list);
        }
        return new ImageList(list, root, names, ClassLabels.ofTexts(labels), opening);
    }

    /**
     * Lists files without classes.
     *
     * @param files images, at least one; nothing is excluded
     * @param options how they are decoded
     * @return these images, named by their paths
     */
    public static ImageList of(List<Path> files, SourceOptions options) {
        Path root = Path.of("");
        List<String> names = files.stream().map(Path::toString).toList();
        return new ImageList(root, root, names, ClassLabels.NONE, Opening.with(options));
    }

    @Override
    public int size() {
        return names.size();
    }

    /** Returns the path as it stands in the list. */
    @Override
    public String name(int index) {
        return Names.printable(names.get(index));
    }

    @Override
    public Image image(int index) throws IOException {
        return decoding.image(
                index, () -> ImageFiles.read(file(index).orElseThrow(() -> new IOException("no path of this system"))));
    }

    @Override
    public Optional<Path> file(int index) {
        try {
            return Optional.of(resolve(names.get(index)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The path as it stands, or, if no file has such a name, with the backslashes of Windows taken for slashes. */
    private Path resolve(String name) {
        Path file = root.resolve(name);
        boolean foreign = name.indexOf('\\') >= 0 && !Files.exists(file);
        return foreign ? root.resolve(name.replace('\\', '/')) : file;
    }

    @Override
    public OptionalInt label(int index) {
        return classes.label(index);
    }

    /** Returns the numbers from 0 to the largest class in the list, or its classes' names. */
    @Override
    public List<String> classNames() {
        return classes.names();
    }

    @Override
    public String description() {
        return Names.source("list " + list, names.size(), classes.names().size());
    }

    @Override
    public Decoding decoding() {
        return decoding;
    }
}
