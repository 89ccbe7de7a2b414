package io.github.hcsc.examples.study;

import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.train.eval.clusters.ClusterAgreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How well prototypes agree with classes, and whether those that two clusterings agree on do so better. */
final class ClusterQuality {

    private ClusterQuality() {}

    /**
     * Returns the figures of each level, finest first.
     *
     * @param before the clustering before, of as many levels, or none
     */
    static List<Map<String, Double>> of(PrototypeHierarchy now, PrototypeHierarchy before, int[] classes) {
        List<Map<String, Double>> levels = new ArrayList<>();
        for (int l = 0; l < now.levels().size(); l++) {
            int[] clusters = assignments(now.levels().get(l));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("prototypes", (double) now.levels().get(l).size());
            figures.put("ami", ClusterAgreement.of(clusters, classes).ami());
            figures.put("pairs", pairs(clusters, classes));
            if (!before.levels().isEmpty()) {
                int[] earlier = assignments(before.levels().get(l));
                int largest = before.levels().get(l).size();
                int[] both = IntStream.range(0, clusters.length)
                        .map(i -> clusters[i] * largest + earlier[i])
                        .toArray();
                figures.put("agreedPairs", pairs(both, classes));
                figures.put("agreedShare", together(both) / together(clusters));
            }
            levels.add(figures);
        }
        return levels;
    }

    private static int[] assignments(PrototypeLevel level) {
        return Arrays.stream(level.assignments().toLongArray())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Returns the share of the pairs of images in one cluster that have one class; the classes are below 1000. */
    private static double pairs(int[] clusters, int[] classes) {
        int[] both = IntStream.range(0, clusters.length)
                .map(i -> clusters[i] * 1000 + classes[i])
                .toArray();
        return together(both) / together(clusters);
    }

    /** Returns how many ordered pairs of different images have the same number. */
    private static double together(int[] numbers) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int number : numbers) {
            sizes.merge(number, 1, Integer::sum);
        }
        return sizes.values().stream().mapToDouble(n -> (double) n * (n - 1)).sum();
    }
}
