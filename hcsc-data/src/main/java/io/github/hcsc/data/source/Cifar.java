package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * CIFAR-10 or CIFAR-100 in the binary version of its authors: records of one label, or of a coarse and a fine one, and
 * 32x32 pixels, one colour after the other. The labels are the fine ones; CIFAR-100 has its 20 coarse ones as level 1.
 */
public final class Cifar implements ImageSource {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int PIXELS = 3 * PLANE;

    private final List<ByteBuffer> files;
    private final int levels;
    private final int size;
    private final List<List<String>> classNames;

    private Cifar(List<ByteBuffer> files, int levels, List<List<String>> classNames) {
        this.files = List.copyOf(files);
        this.levels = levels;
        this.size = files.stream().mapToInt(file -> file.capacity() / record()).sum();
        this.classNames = classNames;
    }

    /**
     * Opens the training part of a folder: {@code data_batch_1.bin} to {@code data_batch_5.bin}, or {@code train.bin}.
     *
     * @param folder where the files of one data set lie
     * @return the training images
     * @throws IOException when a file is missing or not a CIFAR file
     */
    public static Cifar training(Path folder) throws IOException {
        Path single = folder.resolve("train.bin");
        if (Files.exists(single)) {
            return open(List.of(single));
        }
        return open(IntStream.rangeClosed(1, 5)
                .mapToObj(i -> folder.resolve("data_batch_" + i + ".bin"))
                .toList());
    }

    /**
     * Opens the test part of a folder: {@code test_batch.bin} or {@code test.bin}.
     *
     * @param folder where the files of one data set lie
     * @return the test images
     * @throws IOException when the file is missing or not a CIFAR file
     */
    public static Cifar test(Path folder) throws IOException {
        Path single = folder.resolve("test.bin");
        return open(List.of(Files.exists(single) ? single : folder.resolve("test_batch.bin")));
    }

    /**
     * Opens some of the files; names of the classes are taken from the text files beside them, if those are there.
     *
     * @param paths files of one kind
     * @return the images in their order
     * @throws IOException when a file cannot be read or is not a CIFAR file
     */
    public static Cifar open(List<Path> paths) throws IOException {
        List<ByteBuffer> files = new ArrayList<>();
        for (Path path : paths) {
            try (FileChannel channel = FileChannel.open(path)) {
                files.add(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            }
        }
        for (int levels = 1; levels <= 2; levels++) {
            int record = levels + PIXELS;
            if (files.stream().allMatch(file -> file.capacity() > 0 && file.capacity() % record == 0)) {
                Path folder =
                        Objects.requireNonNull(paths.get(0).toAbsolutePath().getParent());
                return new Cifar(files, levels, names(folder, levels));
            }
        }
        throw new IOException(
                "CIFAR files must consist of records of 3073 or of 3074 bytes, but these do not: " + paths);
    }

    /** CIFAR-10 in memory, its classes numbered. */
    static Cifar ofCifar10(byte[] records) {
        return new Cifar(List.of(ByteBuffer.wrap(records)), 1, List.of(numbers(10)));
    }

    @Override
    public int size() {
        return size;
    }

    /** Returns the number of the image. */
    @Override
    public String name(int index) {
        return String.valueOf(Objects.checkIndex(index, size));
    }

    @Override
    public Image image(int index) {
        byte[] planes = new byte[PIXELS];
        read(index, levels, planes);
        byte[] rgb = new byte[PIXELS];
        for (int i = 0; i < PLANE; i++) {
            rgb[3 * i] = planes[i];
            rgb[3 * i + 1] = planes[PLANE + i];
            rgb[3 * i + 2] = planes[2 * PLANE + i];
        }
        return new Image(SIDE, SIDE, rgb);
    }

    @Override
    public OptionalInt label(int index) {
        return OptionalInt.of(label(index, 0));
    }

    @Override
    public List<String> classNames() {
        return classNames(0);
    }

    /** Returns the number of levels of the labels. */
    public int levels() {
        return levels;
    }

    /**
     * Returns the class of an image at a level, an index into {@code classNames(level)}.
     *
     * @param index which image
     * @param level which level, 0 the finest; each of its classes lies inside one of the next level
     */
    public int label(int index, int level) {
        byte[] label = new byte[1];
        read(index, levels - 1 - Objects.checkIndex(level, levels), label);
        return label[0] & 0xff;
    }

    /**
     * Returns the names of a level's classes.
     *
     * @param level which level, 0 the finest
     */
    public List<String> classNames(int level) {
        return classNames.get(level);
    }

    @Override
    public String description() {
        return Names.source(
                levels == 1 ? "CIFAR-10" : "CIFAR-100", size, classNames().size());
    }

    private void read(int index, int offset, byte[] into) {
        int place = Objects.checkIndex(index, size);
        int file = 0;
        while (place >= files.get(file).capacity() / record()) {
            place -= files.get(file).capacity() / record();
            file++;
        }
        files.get(file).get(place * record() + offset, into);
    }

    private int record() {
        return levels + PIXELS;
    }

    private static List<List<String>> names(Path folder, int levels) throws IOException {
        return levels == 1
                ? List.of(names(folder.resolve("batches.meta.txt"), numbers(10)))
                : List.of(
                        names(folder.resolve("fine_label_names.txt"), numbers(100)),
                        names(folder.resolve("coarse_label_names.txt"), numbers(20)));
    }

    private static List<String> names(Path file, List<String> otherwise) throws IOException {
        if (!Files.exists(file)) {
            return otherwise;
        }
        List<String> names = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return names.size() == otherwise.size() ? names : otherwise;
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
