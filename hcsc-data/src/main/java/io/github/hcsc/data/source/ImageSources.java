package io.github.hcsc.data.source;

import io.github.hcsc.data.source.FolderReader.Listing;
import io.github.hcsc.data.source.SourceOptions.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
     * <p>Hidden files and folders, those whose name starts with a dot, and what systems leave in folders are no part of a
     * data set.
     *
     * @param path a folder or a file
     * @return the source; {@link ImageSource#description} says what was found
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when there are no images, or no telling what is meant; the message says what to do
     */
    public static ImageSource open(Path path) throws IOException {
        return open(path, SourceOptions.DEFAULT);
    }

    /**
     * Opens whatever is there, as {@link #open(Path)} does, with options.
     *
     * @param path a folder or a file
     * @param options what to leave out
     * @return the source; {@link ImageSource#leftOut} tells what is not in it
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when there are no images, or no telling what is meant, or a pattern is none
     */
    public static ImageSource open(Path path, SourceOptions options) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        Opening opening = Opening.with(options);
        return Files.isDirectory(path) ? openFolder(path, opening) : openFile(path, opening);
    }

    private static ImageSource openFile(Path file, Opening opening) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("data must be a folder or a file, but was a pipe or device: " + file);
        }
        return switch (ImageFiles.extension(ImageFiles.name(file))) {
            case "tar" -> TarShards.open(List.of(file), opening);
            case "bin" -> Cifar.open(List.of(file));
            case "txt", "lst", "tsv", "csv" -> ImageList.open(file, opening);
            case "gz", "tgz", "bz2", "xz", "zst", "zip" ->
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "images must lie in a folder or an uncompressed tar file, but %s is compressed; unpack it first",
                        file));
            default ->
                throw new IllegalArgumentException(
                        "data must be a folder, a .tar file, a CIFAR .bin file or a list of paths (.txt, .lst, .tsv, .csv), but was "
                                + file);
        };
    }

    private static ImageSource openFolder(Path folder, Opening opening) throws IOException {
        if (Files.exists(folder.resolve("data_batch_1.bin")) || Files.exists(folder.resolve("train.bin"))) {
            return Cifar.training(folder);
        }
        FolderReader reader = new FolderReader(folder, opening);
        Listing listing = reader.list(folder);
        if (!listing.images().isEmpty()) {
            return ImageFolder.withoutClasses(folder, reader, listing, opening);
        }
        List<Path> shards =
                listing.others().stream().filter(ImageSources::isShard).toList();
        if (!shards.isEmpty()) {
            return openShards(folder, shards, listing, opening);
        }
        requireOnePart(folder, listing.folders());
        return listing.folders().size() > 1
                ? ImageFolder.withClasses(folder, reader, listing, opening).orWithoutClasses(opening)
                : ImageFolder.withoutClasses(folder, reader, listing, opening);
    }

    private static ImageSource openShards(Path folder, List<Path> shards, Listing listing, Opening opening)
            throws IOException {
        requireOnePart(folder, shards);
        Tally tally = opening.tally();
        listing.others().stream().filter(file -> !isShard(file)).forEach(file -> tally.unread(ImageFiles.name(file)));
        listing.folders().forEach(inner -> tally.folder("beside tar files", ImageFiles.name(inner)));
        return TarShards.open(shards, opening);
    }

    private static boolean isShard(Path file) {
        return ImageFiles.extension(ImageFiles.name(file)).equals("tar");
    }

    private static void requireOnePart(Path folder, List<Path> parts) {
        List<String> names = parts.stream()
                .map(part -> ImageFiles.name(part).replaceFirst("\\.tar$", ""))
                .toList();
        if (names.size() > 1 && SPLITS.containsAll(names)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "folder must hold one part of a data set, but %s holds %s; open one of them, for instance %s",
                    folder,
                    names,
                    parts.get(Math.max(0, names.indexOf("train")))));
        }
    }
}
