package io.github.hcsc.train.eval.svm;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageList;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One set of images of VOC, such as {@code trainval} of VOC2007, with the classes that each shows. */
public final class VocImages implements ImageSource {
    private final Path root;
    private final String set;
    private final List<String> ids;
    private final List<Set<String>> shown;
    private final ImageList files;

    private VocImages(Path root, String set, List<String> ids, List<Set<String>> shown) {
        this.root = root;
        this.set = set;
        this.ids = List.copyOf(ids);
        this.shown = List.copyOf(shown);
        files = ImageList.of(
                ids.stream()
                        .map(id -> root.resolve("JPEGImages/" + id + ".jpg"))
                        .toList(),
                SourceOptions.DEFAULT);
    }

    /**
     * Reads a set's list and annotations.
     *
     * @param folder {@code VOC2007} itself, or a folder that holds it, {@code VOCdevkit} in between or not
     * @param set the name of a list in {@code ImageSets/Main}, without {@code .txt}
     * @throws IOException if list or annotations are not there or cannot be read
     */
    public static VocImages open(Path folder, String set) throws IOException {
        Path root = List.of(folder, folder.resolve("VOC2007"), folder.resolve("VOCdevkit/VOC2007")).stream()
                .filter(candidate -> Files.isDirectory(candidate.resolve("ImageSets/Main")))
                .findFirst()
                .orElseThrow(() -> new IOException(folder
                        + " must be the folder VOC2007, with Annotations, ImageSets/Main and JPEGImages, but has no"
                        + " ImageSets/Main"));
        List<String> ids = new ArrayList<>();
        List<Set<String>> shown = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("ImageSets/Main/" + set + ".txt"))) {
            if (!line.isBlank()) {
                String id = line.strip().replaceFirst("\\s.*", "");
                ids.add(id);
                shown.add(VocAnnotation.classes(root.resolve("Annotations/" + id + ".xml")));
            }
        }
        if (ids.isEmpty()) {
            throw new IOException("the list " + set + " of " + root + " must name images, but is empty");
        }
        return new VocImages(root, set, ids, shown);
    }

    /** The classes that at least one image shows, by name. */
    public List<String> shownClasses() {
        return shown.stream().flatMap(Set::stream).distinct().sorted().toList();
    }

    /**
     * Which of some classes some images show.
     *
     * @param classNames the names of the classes
     * @param images which images, in the order of the result
     */
    public MultiLabels labels(List<String> classNames, int... images) {
        return new MultiLabels(
                classNames, IntStream.of(images).mapToObj(shown::get).toList());
    }

    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public String name(int index) {
        return "JPEGImages/" + ids.get(index) + ".jpg";
    }

    @Override
    public Image image(int index) throws IOException {
        return files.image(index);
    }

    @Override
    public Optional<Path> file(int index) {
        return files.file(index);
    }

    @Override
    public Map<String, String> unreadable() {
        return files.unreadable();
    }

    @Override
    public String description() {
        return set + " of " + root + " with " + size() + " images";
    }

    /**
     * Which classes each image shows; an image may show several or none.
     *
     * @param classNames the names of all classes
     * @param shown the names of the classes of each image
     */
    public record MultiLabels(List<String> classNames, List<Set<String>> shown) {

        /** Copies both. */
        public MultiLabels {
            classNames = List.copyOf(classNames);
            shown = shown.stream().map(Set::copyOf).toList();
        }

        int images() {
            return shown.size();
        }

        /** Whether each image shows a class. */
        boolean[] of(int classIndex) {
            boolean[] positive = new boolean[shown.size()];
            for (int i = 0; i < positive.length; i++) {
                positive[i] = shown.get(i).contains(classNames.get(classIndex));
            }
            return positive;
        }
    }
}
