package io.github.hcsc.train.prototypes;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What can be said of a node in a line.
 *
 * @param node which node
 * @param size number of its images
 * @param density its temperature, larger for looser nodes
 * @param similarity mean cosine of its images and its prototype; not a number without images
 * @param moved share of its images that were elsewhere before
 * @param majority the most frequent class among its images; none without images or classes
 */
record NodeSummary(
        TreeNode node,
        int size,
        double density,
        double similarity,
        OptionalDouble moved,
        Optional<ClassShare> majority) {

    /**
     * A class and how many of a node's images have it.
     *
     * @param name the class
     * @param share in 0..1; the share of the most frequent class is a node's purity
     */
    public record ClassShare(String name, double share) {}

    /** Sums up a node. */
    public static NodeSummary of(PrototypeTree tree, ImageTable images, TreeNode node) {
        TreeLevel level = tree.level(node);
        double sum = 0;
        for (int image : level.members(node.index())) {
            sum += level.similarity(image);
        }
        int size = level.size(node.index());
        return new NodeSummary(
                node,
                size,
                level.density(node.index()),
                sum / size,
                level.moved(node.index()),
                majority(level.members(node.index()), images));
    }

    /** Counts the classes of some images. */
    static Map<String, Integer> classes(int[] members, ImageTable images) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int image : members) {
            images.classOf(image).ifPresent(name -> counts.merge(name, 1, Integer::sum));
        }
        return counts;
    }

    private static Optional<ClassShare> majority(int[] members, ImageTable images) {
        return classes(members, images).entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry<String, Integer>::getValue))
                .map(most -> new ClassShare(most.getKey(), (double) most.getValue() / members.length));
    }
}
