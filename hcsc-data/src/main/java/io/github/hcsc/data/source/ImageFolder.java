package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The images below a folder. With classes, each folder in it is a class, and classes, labels and indices are those of
 * torchvision's {@code ImageFolder}; without, all images at any depth form one set.
 */
public final class ImageFolder implements ImageSource {
    private final Path root;
    private final String[] names;
    private final int[] labels;
    private final List<String> classNames;

    private ImageFolder(Path root, List<String> names, int[] labels, List<String> classNames) {
        this.root = root;
        this.names = names.toArray(String[]::new);
        this.labels = labels;
        this.classNames = classNames;
    }

    /**
     * Opens a folder of class folders.
     *
     * @param root holds one folder for each class; files beside those are ignored
     * @return the images of all classes
     * @throws IOException when a folder cannot be listed
     * @throws IllegalArgumentException when there is no class folder, or one without an image
     */
    public static ImageFolder withClasses(Path root) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> classNames = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (Path folder : ImageFiles.foldersIn(root)) {
            List<Path> files = ImageFiles.below(folder);
            if (files.isEmpty()) {
                throw new IllegalArgumentException(
                        "class folder must hold at least one image, but was empty: " + folder);
            }
            files.forEach(file -> names.add(root.relativize(file).toString()));
            classNames.add(ImageFiles.name(folder));
            ends.add(names.size());
        }
        if (classNames.isEmpty()) {
            throw new IllegalArgumentException("folder must hold one folder for each class, but holds none: " + root);
        }
        int[] labels = new int[names.size()];
        for (int label = 1; label < classNames.size(); label++) {
            Arrays.fill(labels, ends.get(label - 1), ends.get(label), label);
        }
        return new ImageFolder(root, names, labels, List.copyOf(classNames));
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
        List<String> names = ImageFiles.below(root).stream()
                .map(file -> root.relativize(file).toString())
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("folder must hold at least one image, but holds none: " + root);
        }
        return new ImageFolder(root, names, new int[0], List.of());
    }

    @Override
    public int size() {
        return names.length;
    }

    /** {@return the path of the file, relative to the folder} */
    @Override
    public String name(int index) {
        return names[index];
    }

    @Override
    public Image image(int index) throws IOException {
        return ImageDecoder.decode(Files.readAllBytes(root.resolve(names[index])));
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
        return Descriptions.of("folder " + root, names.length, classNames.size());
    }
}
