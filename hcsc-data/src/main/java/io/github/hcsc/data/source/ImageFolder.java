package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.FolderReader.Listing;
import io.github.hcsc.data.source.SourceOptions.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The images below a folder. With classes, each folder in it is a class, and classes, labels and indices are those of
 * torchvision's {@code ImageFolder}; without, all images at any depth form one set.
 */
final class ImageFolder implements Decoding.Source {
    private final Path root;
    private final String[] names;
    private final int[] labels;
    private final List<String> classNames;
    private final Decoding decoding;

    private ImageFolder(Path root, List<String> names, int[] labels, List<String> classNames, Opening opening) {
        this.root = root;
        this.names = names.toArray(String[]::new);
        this.labels = labels;
        this.classNames = classNames;
        this.decoding = new Decoding(opening, names.size());
    }

    /**
     * Opens a folder of class folders.
     *
     * @param root holds one folder for each class; files beside those, and folders without an image, are left out
     * @return the images of all classes
     * @throws IOException when a folder cannot be listed
     * @throws IllegalArgumentException when there is no class folder with an image
     */
    public static ImageFolder withClasses(Path root) throws IOException {
        Opening opening = Opening.plain();
        FolderReader reader = new FolderReader(root, opening);
        return withClasses(root, reader, reader.list(root), opening);
    }

    static ImageFolder withClasses(Path root, FolderReader reader, Listing listing, Opening opening)
            throws IOException {
        Tally tally = opening.tally();
        listing.others().forEach(file -> tally.unread(ImageFiles.name(file)));
        listing.images().forEach(file -> tally.file("beside class folders", reader.relative(file)));
        List<String> names = new ArrayList<>();
        List<String> classNames = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (Path folder : listing.folders()) {
            List<Path> files = reader.below(folder, reader.list(folder));
            if (files.isEmpty()) {
                tally.folder("without images", reader.relative(folder));
                continue;
            }
            files.forEach(file -> names.add(reader.relative(file)));
            classNames.add(Names.printable(ImageFiles.name(folder)));
            ends.add(names.size());
        }
        if (classNames.isEmpty()) {
            throw holdsNone("folder must hold one folder of images for each class", root, tally);
        }
        int[] labels = new int[names.size()];
        for (int label = 1; label < classNames.size(); label++) {
            Arrays.fill(labels, ends.get(label - 1), ends.get(label), label);
        }
        return new ImageFolder(root, names, labels, List.copyOf(classNames), opening);
    }

    /**
     * Opens a folder of images without classes.
     *
     * @param root holds images, at any depth
     * @return all of them
     * @throws IOException when a folder cannot be listed
     * @throws IllegalArgumentException when there is no image
     */
    public static ImageFolder withoutClasses(Path root) throws IOException {
        Opening opening = Opening.plain();
        FolderReader reader = new FolderReader(root, opening);
        return withoutClasses(root, reader, reader.list(root), opening);
    }

    static ImageFolder withoutClasses(Path root, FolderReader reader, Listing listing, Opening opening)
            throws IOException {
        List<String> names = reader.below(root, listing).stream()
                .map(file -> reader.relative(file))
                .toList();
        if (names.isEmpty()) {
            throw holdsNone("folder must hold at least one image", root, opening.tally());
        }
        return new ImageFolder(root, names, new int[0], List.of(), opening);
    }

    /** The same images when the only folder with images is no class. */
    ImageFolder orWithoutClasses(Opening opening) {
        return classNames.size() > 1 ? this : new ImageFolder(root, List.of(names), new int[0], List.of(), opening);
    }

    private static IllegalArgumentException holdsNone(String rule, Path root, Tally tally) {
        String why = tally.leftOut().lines().stream().map("; "::concat).collect(Collectors.joining());
        return new IllegalArgumentException(String.format(Locale.ROOT, "%s, but holds none: %s%s", rule, root, why));
    }

    @Override
    public int size() {
        return names.length;
    }

    /** Returns the path of the file, relative to the folder. */
    @Override
    public String name(int index) {
        return Names.printable(names[index]);
    }

    @Override
    public Image image(int index) throws IOException {
        return decoding.image(index, () -> ImageFiles.read(root.resolve(names[index])));
    }

    @Override
    public Optional<Path> file(int index) {
        return Optional.of(root.resolve(names[index]));
    }

    @Override
    public OptionalInt label(int index) {
        return classNames.isEmpty() ? OptionalInt.empty() : OptionalInt.of(labels[index]);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String description() {
        return Names.source("folder " + root, names.length, classNames.size());
    }

    @Override
    public Decoding decoding() {
        return decoding;
    }
}
