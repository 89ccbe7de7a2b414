package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.RowLevel;
import io.github.hcsc.core.prototype.RowSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes trees of rows: of their own clusters, or of the nodes that a tree already has. */
public final class RowTree {
    private static final int BLOCK = 16_384;

    private RowTree() {}

    /**
     * Makes a tree.
     *
     * @param epoch what the tree is numbered by
     * @param leaves the finest level, of the rows
     * @param above the levels above it, of the leaves; none if there is one level alone
     * @param rows of unit length, read once
     * @throws IOException if the rows cannot be read
     */
    public static PrototypeTree of(int epoch, RowLevel leaves, PrototypeHierarchy above, RowSource rows)
            throws IOException {
        List<float[]> centroids = new ArrayList<>(List.of(flat(leaves.prototypes())));
        List<float[]> densities = new ArrayList<>(List.of(leaves.density()));
        List<int[]> places = new ArrayList<>(List.of(leaves.labels()));
        List<int[]> parents = new ArrayList<>();
        for (int l = 0; l < above.levels().size(); l++) {
            centroids.add(above.levels().get(l).centroids().toFloatArray());
            densities.add(above.levels().get(l).density().toFloatArray());
            parents.add(
                    l == 0
                            ? TreeLevel.ints(above.levels().get(0).assignments())
                            : TreeLevel.ints(above.parents().get(l - 1)));
            int[] up = parents.get(l);
            places.add(IntStream.of(places.get(l)).map(node -> up[node]).toArray());
        }
        parents.add(new int[0]);
        return tree(epoch, centroids, densities, places, parents, rows);
    }

    /**
     * Gives other rows their places in a tree: that of the most similar leaf, and of the nodes above it.
     *
     * @param tree whose nodes stay as they are
     * @param rows of unit length, in memory
     */
    public static PrototypeTree placed(PrototypeTree tree, Embeddings rows) throws IOException {
        List<TreeLevel> levels = tree.levels();
        List<int[]> places = new ArrayList<>(List.of(nearest(levels.get(0), rows)));
        for (TreeLevel level : levels.subList(0, levels.size() - 1)) {
            int[] up = level.parents();
            places.add(IntStream.of(places.get(places.size() - 1))
                    .map(node -> up[node])
                    .toArray());
        }
        return tree(
                tree.epoch(),
                levels.stream().map(TreeLevel::centroids).toList(),
                levels.stream().map(TreeLevel::densities).toList(),
                places,
                levels.stream().map(TreeLevel::parents).toList(),
                rows);
    }

    private static int[] nearest(TreeLevel leaves, Embeddings rows) {
        int[] nearest = new int[rows.size()];
        float[] centroids = leaves.centroids();
        IntStream.range(0, nearest.length).parallel().forEach(row -> {
            float best = Float.NEGATIVE_INFINITY;
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                float similarity = rows.similarity(row, centroids, leaf);
                if (similarity > best) {
                    best = similarity;
                    nearest[row] = leaf;
                }
            }
        });
        return nearest;
    }

    private static PrototypeTree tree(
            int epoch,
            List<float[]> centroids,
            List<float[]> densities,
            List<int[]> places,
            List<int[]> parents,
            RowSource rows)
            throws IOException {
        List<float[]> similarities = similarities(rows, centroids, places);
        List<TreeLevel> levels = new ArrayList<>();
        for (int l = 0; l < centroids.size(); l++) {
            levels.add(TreeLevel.stored(
                    centroids.get(l),
                    densities.get(l),
                    places.get(l),
                    similarities.get(l),
                    parents.get(l),
                    new float[0]));
        }
        return new PrototypeTree(epoch, levels);
    }

    private static List<float[]> similarities(RowSource rows, List<float[]> centroids, List<int[]> places)
            throws IOException {
        int count = Math.toIntExact(rows.count());
        int dimension = rows.dimension();
        List<float[]> similarities =
                places.stream().map(level -> new float[count]).toList();
        float[] block = new float[Math.min(BLOCK, count) * dimension];
        for (int first = 0; first < count; first += BLOCK) {
            int size = Math.min(BLOCK, count - first);
            rows.read(first, size, block, 0);
            int from = first;
            IntStream.range(0, size).parallel().forEach(row -> {
                for (int l = 0; l < centroids.size(); l++) {
                    int node = places.get(l)[from + row];
                    similarities.get(l)[from + row] =
                            Dot.product(block, row * dimension, centroids.get(l), node * dimension, dimension);
                }
            });
        }
        return similarities;
    }

    private static float[] flat(float[][] rows) {
        int dimension = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, dimension)];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * dimension, dimension);
        }
        return values;
    }
}
