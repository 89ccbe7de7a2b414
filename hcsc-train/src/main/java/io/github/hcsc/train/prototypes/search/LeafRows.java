package io.github.hcsc.train.prototypes.search;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.TreeLevel;
import java.util.stream.IntStream;

/** The embeddings laid out leaf by leaf, so that the images of a leaf are read in one go. */
final class LeafRows {

    private final int[] images; // [n], leaf by leaf
    private final int[] starts; // [M + 1]
    private final double[] angles; // [n], of an image and the prototype of its leaf
    private final Embeddings rows; // in the order of images

    LeafRows(TreeLevel leaves, Embeddings embeddings) {
        images = IntStream.range(0, leaves.size())
                .flatMap(leaf -> IntStream.of(leaves.members(leaf)))
                .toArray();
        starts = new int[leaves.size() + 1];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            starts[leaf + 1] = starts[leaf] + leaves.size(leaf);
        }
        angles = IntStream.of(images)
                .mapToDouble(image -> Angle.of(leaves.similarity(image)))
                .toArray();
        rows = embeddings.select(images);
    }

    int images() {
        return images.length;
    }

    int dimension() {
        return rows.dimension();
    }

    /**
     * Offers the images of a leaf. By the triangle inequality an image is no nearer to the query than their angles to the
     * prototype differ; those that cannot be within reach are passed over.
     *
     * @param angle of the query and the leaf's prototype
     * @return number of images whose similarity was computed
     */
    int scan(int leaf, float[] query, double angle, TopMatches candidates) {
        int compared = 0;
        for (int row = starts[leaf]; row < starts[leaf + 1]; row++) {
            if (Math.abs(angle - angles[row]) <= candidates.reach() + Angle.MARGIN) {
                candidates.offer(images[row], rows.similarity(row, query));
                compared++;
            }
        }
        return compared;
    }
}
