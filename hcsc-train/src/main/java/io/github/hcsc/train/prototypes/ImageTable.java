package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.text.TsvText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a tree's images are called: one row per image, in the order of the tree.
 *
 * @param names the names
 * @param classes the classes, empty if the images have none
 */
public record ImageTable(List<String> names, List<String> classes) {

    /** Copies both lists. */
    public ImageTable {
        names = List.copyOf(names);
        classes = List.copyOf(classes);
        if (!classes.isEmpty() && classes.size() != names.size()) {
            throw new IllegalArgumentException(
                    "classes must be given for all images or none, but was " + classes.size() + " of " + names.size());
        }
    }

    /** Lists the images of a source. */
    public static ImageTable of(ImageSource images) {
        List<String> names =
                IntStream.range(0, images.size()).mapToObj(images::name).toList();
        if (images.classNames().isEmpty()) {
            return new ImageTable(names, List.of());
        }
        List<String> classes = IntStream.range(0, images.size())
                .mapToObj(image -> images.classNames().get(images.label(image).orElseThrow()))
                .toList();
        return new ImageTable(names, classes);
    }

    /** Returns some of the images, in the given order. */
    public ImageTable select(int... images) {
        return new ImageTable(
                IntStream.of(images).mapToObj(names::get).toList(),
                classes.isEmpty()
                        ? List.of()
                        : IntStream.of(images).mapToObj(classes::get).toList());
    }

    /** Returns the number of images. */
    public int size() {
        return names.size();
    }

    /** Returns the class of an image. */
    public Optional<String> classOf(int image) {
        return classes.isEmpty() ? Optional.empty() : Optional.of(classes.get(image));
    }

    /** Writes tab-separated lines {@code name} or {@code name class}; tab, newline and backslash are escaped. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, channel -> {
            Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
            for (int image = 0; image < size(); image++) {
                writer.write(TsvText.escape(names.get(image)));
                if (!classes.isEmpty()) {
                    writer.write('\t');
                    writer.write(TsvText.escape(classes.get(image)));
                }
                writer.write('\n');
            }
            writer.flush();
        });
    }

    /** Reads what {@link #write} wrote. */
    public static ImageTable read(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                names.add(TsvText.unescape(tab < 0 ? line : line.substring(0, tab)));
                if (tab >= 0) {
                    classes.add(TsvText.unescape(line.substring(tab + 1)));
                }
            }
        }
        if (!classes.isEmpty() && classes.size() != names.size()) {
            throw new IOException(file + " must have a class in each line or in none, but has " + classes.size()
                    + " in " + names.size() + " lines; it is not as it was written");
        }
        return new ImageTable(names, classes);
    }
}
