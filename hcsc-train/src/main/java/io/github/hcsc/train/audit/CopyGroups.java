package io.github.hcsc.train.audit;

import io.github.hcsc.train.audit.CopyPairs.Pair;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.curate.LinkedImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups of near-copies: images joined by pairs within an angle. Since pairs chain, a group wider than twice the angle is
 * split: the image to keep takes all that are within the angle of it, and the rest is a group again.
 *
 * @param angle the widest angle of a pair
 * @param groups the largest first
 */
public record CopyGroups(double angle, List<Group> groups) {

    /** Images whose angles are all measured to find the widest; of more, a wide one is found. */
    private static final int MEASURED = 1000;

    /** Copies the list. */
    public CopyGroups {
        groups = List.copyOf(groups);
    }

    /** No copies at all. */
    static CopyGroups none() {
        return new CopyGroups(0, List.of());
    }

    /**
     * Near-copies of one another.
     *
     * @param images two at least, in order
     * @param kept the one to keep
     * @param diameter the widest angle of any two
     * @param chain which groups were one before they were split: these have the same number
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Group(int[] images, int kept, double diameter, int chain) {}

    /**
     * Joins pairs.
     *
     * @param pairs of images within the angle
     * @param keep which image of a group is kept
     */
    static CopyGroups of(List<Pair> pairs, double angle, Embeddings embeddings, KeepRule keep) {
        List<Group> found = new ArrayList<>();
        List<int[]> chains = chains(pairs, embeddings.size());
        for (int chain = 0; chain < chains.size(); chain++) {
            split(chains.get(chain), angle, embeddings, keep, chain, found);
        }
        found.sort(Comparator.comparingInt((Group group) -> -group.images.length)
                .thenComparingInt(group -> group.images[0]));
        return new CopyGroups(angle, found);
    }

    private static List<int[]> chains(List<Pair> pairs, int images) {
        LinkedImages linked = new LinkedImages(images);
        pairs.forEach(pair -> linked.link(pair.row(), pair.image()));
        return linked.groups().stream()
                .map(some -> some.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private static void split(
            int[] images, double angle, Embeddings embeddings, KeepRule keep, int chain, List<Group> found) {
        int[] left = images;
        while (left.length > 1) {
            int kept = keep.choose(left);
            double diameter = diameter(left, embeddings);
            if (diameter <= 2 * angle) {
                found.add(new Group(left, kept, diameter, chain));
                return;
            }
            float[] centre = embeddings.row(kept);
            int[] near = Arrays.stream(left)
                    .filter(image -> Angles.between(centre, embeddings.row(image)) <= angle)
                    .toArray();
            if (near.length > 1) {
                found.add(new Group(near, kept, diameter(near, embeddings), chain));
            }
            left = Arrays.stream(left)
                    .filter(image -> Arrays.binarySearch(near, image) < 0)
                    .toArray();
        }
    }

    private static double diameter(int[] images, Embeddings embeddings) {
        if (images.length > MEASURED) {
            int far = farthest(images, images[0], embeddings);
            return Angles.between(embeddings.row(far), embeddings.row(farthest(images, far, embeddings)));
        }
        double widest = 0;
        for (int i = 0; i < images.length; i++) {
            float[] row = embeddings.row(images[i]);
            for (int j = 0; j < i; j++) {
                widest = Math.max(widest, Angles.between(row, embeddings.row(images[j])));
            }
        }
        return widest;
    }

    private static int farthest(int[] images, int from, Embeddings embeddings) {
        float[] row = embeddings.row(from);
        return Arrays.stream(images)
                .boxed()
                .max(Comparator.comparingDouble(image -> Angles.between(row, embeddings.row(image))))
                .orElseThrow();
    }

    /** Returns the images that are not kept, in order. */
    public int[] superfluous() {
        return groups.stream()
                .flatMapToInt(group -> Arrays.stream(group.images).filter(image -> image != group.kept))
                .sorted()
                .toArray();
    }

    /** Returns groups whose images have more than one class. */
    List<Group> disagreeing(ImageTable table) {
        return groups.stream()
                .filter(group -> Arrays.stream(group.images)
                                .mapToObj(table::classOf)
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    /** Returns for each of so many images the number of its group, -1 of an image without copies. */
    int[] groupOf(int images) {
        int[] numbers = new int[images];
        Arrays.fill(numbers, -1);
        for (int number = 0; number < groups.size(); number++) {
            for (int image : groups.get(number).images) {
                numbers[image] = number;
            }
        }
        return numbers;
    }
}
