package io.github.hcsc.train.prototypes.curate;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.search.Angle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Chooses images that leave none far from the chosen: each time the image with the largest angle to those chosen before.
 *
 * <p>The largest angle that is left in the end is at most twice the least that as many images can reach. A leaf is looked into only
 * if its prototype is so near to a new image that one of its own images can be nearer to it than to the others.
 *
 * @see <a href="https://doi.org/10.1016/0304-3975(85)90224-5">Gonzalez, Clustering to minimize the maximum intercluster distance, 1985</a>
 */
public final class SpreadSample {
    private final TreeLevel leaves;
    private final Embeddings embeddings;
    private final int[][] members;
    private final double[] radii; // of the leaves: the angle of the prototype and its farthest image
    private final double[] left; // of the images: the angle to the nearest that is chosen
    private final double[] most; // of the leaves: the largest of its images
    private long compared;

    private SpreadSample(PrototypeTree tree, Embeddings embeddings, BitSet allowed) {
        leaves = tree.levels().get(0);
        this.embeddings = embeddings;
        members = IntStream.range(0, leaves.size())
                .mapToObj(leaf ->
                        IntStream.of(leaves.members(leaf)).filter(allowed::get).toArray())
                .toArray(int[][]::new);
        radii = Arrays.stream(members)
                .mapToDouble(images -> IntStream.of(images)
                        .mapToDouble(image -> Angle.of(leaves.similarity(image)))
                        .max()
                        .orElse(0))
                .toArray();
        left = new double[tree.images()];
        Arrays.fill(left, Double.POSITIVE_INFINITY);
        most = new double[leaves.size()];
        Arrays.setAll(most, leaf -> members[leaf].length == 0 ? -1 : Double.POSITIVE_INFINITY);
    }

    /**
     * What was chosen.
     *
     * @param images positions in the tree, in the order in which they were chosen
     * @param farthest the largest angle of an image to the nearest chosen one, in radians
     * @param compared how many angles were computed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Spread(int[] images, double farthest, long compared) {}

    /**
     * Chooses images, the first of them the one nearest to its prototype in the largest leaf.
     *
     * @param embeddings those that the tree was made of
     * @param allowed the images that may be chosen, at least as many as are wanted
     */
    public static Spread of(PrototypeTree tree, Embeddings embeddings, int count, BitSet allowed) {
        if (count < 1 || count > allowed.cardinality()) {
            throw new IllegalArgumentException(
                    "the number of images must lie in 1.." + allowed.cardinality() + ", but was " + count);
        }
        SpreadSample sample = new SpreadSample(tree, embeddings, allowed);
        int[] chosen = new int[count];
        chosen[0] = sample.members[sample.largest()][0];
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                chosen[i] = sample.farthest();
            }
            sample.add(chosen[i]);
        }
        double farthest = Math.max(0, Arrays.stream(sample.most).max().orElseThrow());
        return new Spread(chosen, farthest, sample.compared);
    }

    private int largest() {
        int largest = 0;
        for (int leaf = 1; leaf < members.length; leaf++) {
            largest = members[leaf].length > members[largest].length ? leaf : largest;
        }
        return largest;
    }

    /** Returns the image with the largest angle, the first in the order of the images. */
    private int farthest() {
        double largest = Arrays.stream(most).max().orElseThrow();
        return IntStream.range(0, members.length)
                .filter(leaf -> most[leaf] == largest)
                .flatMap(leaf -> IntStream.of(members[leaf]).filter(image -> left[image] == largest))
                .min()
                .orElseThrow();
    }

    private void add(int chosen) {
        float[] row = embeddings.row(chosen);
        left[chosen] = -1;
        compared += IntStream.range(0, members.length)
                .parallel()
                .filter(leaf -> Angle.of(leaves.cosine(leaf, row)) - radii[leaf] < most[leaf] + Angle.MARGIN)
                .mapToLong(leaf -> shorten(leaf, row))
                .sum();
    }

    private int shorten(int leaf, float[] row) {
        double largest = -1;
        for (int image : members[leaf]) {
            left[image] = Math.min(left[image], Angle.of(embeddings.similarity(image, row)));
            largest = Math.max(largest, left[image]);
        }
        most[leaf] = largest;
        return members[leaf].length;
    }
}
