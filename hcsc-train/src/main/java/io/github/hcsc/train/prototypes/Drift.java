package io.github.hcsc.train.prototypes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a level of the tree has changed between two clusterings, whatever numbers its nodes have.
 *
 * <p>Each new node is matched with at most one old node and each old node with at most one new one, those that share most
 * images first. An image has stayed if its two nodes are matched, else it has moved. A node that falls apart counts its
 * smaller parts as moved; so do nodes that merge.
 *
 * @param share share of all images that moved
 * @param perNode for each new node, the share of its images that moved there; 0 for a node without images
 */
@SuppressWarnings("ArrayRecordComponent")
public record Drift(double share, float[] perNode) {

    private record Overlap(int before, int after, int images) {}

    /**
     * Compares two clusterings of the same images.
     *
     * @param before the old node of each image
     * @param after the new node of each image
     * @param nodes number of new nodes
     */
    public static Drift between(int[] before, int[] after, int nodes) {
        if (before.length != after.length || after.length == 0) {
            throw new IllegalArgumentException("both clusterings must have the same images, but was " + before.length
                    + " and " + after.length + " images");
        }
        int[] stayed = stayed(before, after, nodes);
        int[] sizes = new int[nodes];
        for (int node : after) {
            sizes[node]++;
        }
        float[] moved = new float[nodes];
        long total = 0;
        for (int node = 0; node < nodes; node++) {
            moved[node] = sizes[node] == 0 ? 0 : 1 - (float) stayed[node] / sizes[node];
            total += stayed[node];
        }
        return new Drift(1 - (double) total / after.length, moved);
    }

    private static int[] stayed(int[] before, int[] after, int nodes) {
        Map<Long, Integer> counts = new HashMap<>();
        int oldNodes = 0;
        for (int i = 0; i < after.length; i++) {
            counts.merge((long) before[i] * nodes + after[i], 1, Integer::sum);
            oldNodes = Math.max(oldNodes, before[i] + 1);
        }
        List<Overlap> overlaps = new ArrayList<>(counts.size());
        counts.forEach((pair, images) -> overlaps.add(new Overlap((int) (pair / nodes), (int) (pair % nodes), images)));
        overlaps.sort(Comparator.comparingInt(Overlap::images)
                .reversed()
                .thenComparingInt(Overlap::after)
                .thenComparingInt(Overlap::before));
        boolean[] taken = new boolean[oldNodes];
        int[] stayed = new int[nodes];
        for (Overlap overlap : overlaps) {
            if (!taken[overlap.before] && stayed[overlap.after] == 0) {
                taken[overlap.before] = true;
                stayed[overlap.after] = overlap.images;
            }
        }
        return stayed;
    }
}
