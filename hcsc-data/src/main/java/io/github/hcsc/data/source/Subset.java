package io.github.hcsc.data.source;

import io.github.hcsc.data.augment.Image;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Some images of another source under new indices. Closing it leaves the other source open. */
public final class Subset implements SourceView {
    private final ImageSource source;
    private final int[] indices;

    /**
     * Chooses images.
     *
     * @param source all images
     * @param indices which of them, in the order of the new indices; at least one
     */
    public Subset(ImageSource source, int... indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset must hold at least one image, but was empty");
        }
        this.source = source;
        this.indices = indices.clone();
    }

    /**
     * Chooses images, unless all are chosen.
     *
     * @param source all images
     * @param indices which of them, ascending; at least one
     * @return the chosen ones, or the source itself
     */
    public static ImageSource only(ImageSource source, int... indices) {
        return indices.length == source.size() ? source : new Subset(source, indices);
    }

    /**
     * Chooses images at random, in the order of their old indices.
     *
     * @param source all images
     * @param count how many at most
     * @param seed the choice is a function of it
     * @return the images; all of them if there are no more than {@code count}
     */
    public static Subset random(ImageSource source, int count, long seed) {
        return new Subset(source, choose(source.size(), Math.min(count, source.size()), seed));
    }

    /**
     * Chooses images at equal distances, in the order of their old indices.
     *
     * @param source all images
     * @param count how many at most, at least 1
     * @return the images; all of them if there are no more than {@code count}
     */
    public static Subset evenlySpaced(ImageSource source, int count) {
        return new Subset(source, evenlySpaced(source.size(), count));
    }

    /**
     * Chooses indices at equal distances.
     *
     * @param size how many there are to choose from
     * @param count how many at most
     * @return ascending indices from 0 to {@code size - 1}
     */
    public static int[] evenlySpaced(int size, int count) {
        int chosen = Math.min(size, count);
        return IntStream.range(0, chosen)
                .map(i -> (int) ((long) i * size / chosen))
                .toArray();
    }

    /**
     * Cuts a source in two at random.
     *
     * @param source all images
     * @param count images of the first part, less than all
     * @param seed the cut is a function of it
     * @return the part of {@code count} images and the part of all others
     */
    public static List<Subset> split(ImageSource source, int count, long seed) {
        int[] chosen = choose(source.size(), count, seed);
        int[] others = IntStream.range(0, source.size())
                .filter(index -> Arrays.binarySearch(chosen, index) < 0)
                .toArray();
        return List.of(new Subset(source, chosen), new Subset(source, others));
    }

    private static int[] choose(int size, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] all = IntStream.range(0, size).toArray();
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i, size);
            int chosen = all[j];
            all[j] = all[i];
            all[i] = chosen;
        }
        return Arrays.stream(all, 0, count).sorted().toArray();
    }

    @Override
    public ImageSource source() {
        return source;
    }

    @Override
    public int origin(int index) {
        return indices[index];
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Image image(int index) throws IOException {
        return source.image(origin(index));
    }

    @Override
    public String description() {
        return indices.length + " images of " + source.description();
    }
}
