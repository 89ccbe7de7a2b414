package io.github.hcsc.data.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds out what kind of data set a path holds. */
public final class ImageSources {
    private static final Set<String> SPLITS =
            Set.of("train", "training", "test", "testing", "val", "valid", "validation", "unlabeled");

    private ImageSources() {}

    /**
     * Opens whatever is there:
     *
     * <ul>
     *   <li>a folder of folders with images, and no image beside them: one class each;
     *   <li>a folder with CIFAR's binary files: the training part;
     *   <li>a folder with tar files and no image: shards;
     *   <li>any other folder: all images in it at any depth, without classes;
     *   <li>a file that ends in {@code .tar}, {@code .bin} (CIFAR) or {@code .txt}, {@code .lst}, {@code .tsv}, {@code
     *       .csv} (a list of paths).
     * </ul>
     *
     * @param path a folder or a file
     * @return the source; {@link ImageSource#description} says what was found
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when there are no images, or no telling what is meant; the message says what to do
     */
    public static ImageSource open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return Files.isDirectory(path) ? openFolder(path) : openFile(path);
    }

    private static ImageSource openFile(Path file) throws IOException {
        String name = ImageFiles.name(file);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "tar" -> TarShards.open(List.of(file));
            case "bin" -> Cifar.open(List.of(file));
            case "txt", "lst", "tsv", "csv" -> ImageList.open(file);
            case "gz", "tgz", "bz2", "xz", "zst", "zip" ->
                throw new IllegalArgumentException(
                        "images must lie in a folder or an uncompressed tar file, but %s is compressed; unpack it first"
                                .formatted(file));
            default ->
                throw new IllegalArgumentException(
                        "data must be a folder, a .tar file, a CIFAR .bin file or a list of paths (.txt, .lst, .tsv, .csv), but was "
                                + file);
        };
    }

    private static ImageSource openFolder(Path folder) throws IOException {
        if (Files.exists(folder.resolve("data_batch_1.bin")) || Files.exists(folder.resolve("train.bin"))) {
            return Cifar.training(folder);
        }
        if (!ImageFiles.directlyIn(folder).isEmpty()) {
            return ImageFolder.withoutClasses(folder);
        }
        List<Path> shards = shards(folder);
        if (!shards.isEmpty()) {
            requireOnePart(folder, shards);
            return TarShards.open(shards);
        }
        List<Path> folders = ImageFiles.foldersIn(folder);
        requireOnePart(folder, folders);
        return folders.size() > 1 ? ImageFolder.withClasses(folder) : ImageFolder.withoutClasses(folder);
    }

    private static void requireOnePart(Path folder, List<Path> parts) {
        List<String> names = parts.stream()
                .map(part -> ImageFiles.name(part).replaceFirst("\\.tar$", ""))
                .toList();
        if (names.size() > 1 && SPLITS.containsAll(names)) {
            throw new IllegalArgumentException(
                    "folder must hold one part of a data set, but %s holds %s; open one of them, for instance %s"
                            .formatted(folder, names, parts.get(Math.max(0, names.indexOf("train")))));
        }
    }

    private static List<Path> shards(Path folder) throws IOException {
        List<Path> shards = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.tar")) {
            found.forEach(shards::add);
        }
        shards.sort(null);
        return shards;
    }
}
