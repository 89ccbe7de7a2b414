package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.text.TsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Images that lists or tables of an audit leave out. */
public final class LeftOut {

    private static final String NAME = "name";
    private static final String TRAIN = "train";
    private static final String KEEP = "keep";

    private LeftOut() {}

    /**
     * Reads files: of a table of duplicates the images that are not kept, of leaks the training images, of other tables all;
     * of a list each line is a name.
     *
     * @param images what they are called; other names are passed over
     * @return the positions of the images
     * @throws IOException if a file cannot be read, or names none of the images
     */
    public static BitSet read(List<Path> files, ImageTable images) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        for (int image = 0; image < images.size(); image++) {
            places.put(images.names().get(image), image);
        }
        BitSet all = new BitSet();
        for (Path file : files) {
            List<String> names = names(Files.readAllLines(file));
            BitSet found = new BitSet();
            names.stream().filter(places::containsKey).map(places::get).forEach(found::set);
            if (found.isEmpty() && !names.isEmpty()) {
                throw new IOException(file + " names none of the images; its first is " + names.get(0) + ", theirs is "
                        + images.names().get(0));
            }
            all.or(found);
        }
        return all;
    }

    private static List<String> names(List<String> lines) {
        List<String> heading =
                lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        int column = Math.max(heading.indexOf(NAME), heading.indexOf(TRAIN));
        if (heading.size() < 2 || column < 0) {
            return lines.stream().filter(line -> !line.isEmpty()).toList();
        }
        int keep = heading.indexOf(KEEP);
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(fields -> keep < 0 || fields[keep].equals("0"))
                .map(fields -> TsvText.unescape(fields[column]))
                .toList();
    }

    /** Returns the classes that would have no image left. */
    public static Set<String> emptied(BitSet out, ImageTable images) {
        Set<String> emptied = new TreeSet<>(images.classes());
        IntStream.range(0, images.size()).filter(image -> !out.get(image)).forEach(image -> images.classOf(image)
                .ifPresent(emptied::remove));
        return emptied;
    }
}
