package io.github.hcsc.train.eval;

import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.Subset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images with their classes as numbers. */
public final class LabelledImages {
    private final ImageSource images;
    private final int[] labels;
    private final List<String> classNames;

    private LabelledImages(ImageSource images, int[] labels, List<String> classNames) {
        this.images = images;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
    }

    /**
     * Reads the labels of a source.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static LabelledImages of(ImageSource source) {
        if (source.classNames().isEmpty()) {
            throw new IllegalArgumentException(
                    source.description() + " must have labels: one sub-folder per class, and no images beside them");
        }
        int[] labels = IntStream.range(0, source.size())
                .map(index -> source.label(index).orElseThrow())
                .toArray();
        return new LabelledImages(source, labels, source.classNames());
    }

    /** The images, in the order of the labels. */
    public ImageSource images() {
        return images;
    }

    /** The class of each image. */
    public int[] labels() {
        return labels.clone();
    }

    /**
     * These images with their classes numbered as the other's classes of the same name.
     *
     * @throws IllegalArgumentException if a class is unknown there
     */
    public LabelledImages namedAs(LabelledImages other) {
        int[] numbers = new int[classNames.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = other.classNames.indexOf(classNames.get(i));
            if (numbers[i] < 0) {
                throw new IllegalArgumentException("class " + classNames.get(i) + " of " + images.description()
                        + " must be one of " + other.images.description());
            }
        }
        return new LabelledImages(
                images, Arrays.stream(labels).map(label -> numbers[label]).toArray(), other.classNames);
    }

    /** At most so many images, evenly spaced. */
    public LabelledImages atMost(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of images must be at least 1, but was " + count);
        }
        return labels.length <= count ? this : select(Subset.evenlySpaced(labels.length, count));
    }

    /** Every n-th image. */
    public LabelledImages every(int n) {
        return only(IntStream.range(0, labels.length).filter(i -> i % n == 0));
    }

    /** All images but every n-th. */
    public LabelledImages without(int n) {
        return only(IntStream.range(0, labels.length).filter(i -> i % n != 0));
    }

    private LabelledImages only(IntStream selected) {
        return select(selected.toArray());
    }

    /**
     * Some images.
     *
     * @param indices which of them, in the order of the new ones; at least one
     */
    public LabelledImages select(int... indices) {
        return new LabelledImages(
                new Subset(images, indices),
                Arrays.stream(indices).map(i -> labels[i]).toArray(),
                classNames);
    }

    /** The names of the classes, in the order of their numbers. */
    public List<String> classNames() {
        return classNames;
    }
}
