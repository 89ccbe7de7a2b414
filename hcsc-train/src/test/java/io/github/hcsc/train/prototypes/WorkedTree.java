package io.github.hcsc.train.prototypes;

import java.util.Arrays;
import java.util.List;

/** A tree of two levels whose leaves are given. */
public final class WorkedTree {
    private WorkedTree() {}

    /**
     * Makes a tree.
     *
     * @param nearestFirst the images of each leaf, nearest to its prototype first
     * @param parents of the leaves
     */
    public static PrototypeTree of(int[][] nearestFirst, int... parents) {
        int images = Arrays.stream(nearestFirst).mapToInt(leaf -> leaf.length).sum();
        int[] leaves = new int[images];
        float[] similarities = new float[images];
        for (int leaf = 0; leaf < nearestFirst.length; leaf++) {
            for (int rank = 0; rank < nearestFirst[leaf].length; rank++) {
                leaves[nearestFirst[leaf][rank]] = leaf;
                similarities[nearestFirst[leaf][rank]] = 1 - rank / 16f;
            }
        }
        int[] above = Arrays.stream(leaves).map(leaf -> parents[leaf]).toArray();
        int top = Arrays.stream(parents).max().orElseThrow() + 1;
        return new PrototypeTree(
                0,
                List.of(
                        level(leaves, similarities, parents, parents.length),
                        level(above, similarities, new int[0], top)));
    }

    private static TreeLevel level(int[] places, float[] similarities, int[] parents, int nodes) {
        float[] density = new float[nodes];
        Arrays.fill(density, .2f);
        return TreeLevel.stored(new float[2 * nodes], density, places, similarities, parents, new float[0]);
    }
}
