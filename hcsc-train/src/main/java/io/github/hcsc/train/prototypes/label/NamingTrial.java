package io.github.hcsc.train.prototypes.label;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.eval.KnnEvaluator;
import io.github.hcsc.train.eval.KnnResult;
import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.label.NameSpreader.ImageName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What naming so many prototypes gives, against naming as many images, found out where the classes are known.
 *
 * <p>A node is named by the most frequent class of the images shown of it, those nearest to its prototype. Against it,
 * random images keep their classes and all others get one by their nearest neighbours among these, mean of some draws.
 *
 * @param tree the tree
 * @param embeddings those that it was made of
 * @param images the classes
 * @param shown images shown of a node
 * @param draws random draws of images
 */
public record NamingTrial(PrototypeTree tree, Embeddings embeddings, ImageTable images, int shown, int draws) {
    private static final KnnEvaluator NEIGHBOURS = new KnnEvaluator(List.of(1, 10), 0.07);

    /**
     * Accuracies over all images, in per cent.
     *
     * @param named nodes or images named
     * @param prototypes by the names of nodes
     * @param nearest by the nearest named image
     * @param ten by the votes of the ten nearest named images
     */
    public record Outcome(int named, double prototypes, double nearest, double ten) {
        /** The figures as a line. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%4d named: prototypes %.2f %%, images by kNN-1 %.2f %%, by kNN-10 %.2f %%",
                    named,
                    prototypes,
                    nearest,
                    ten);
        }
    }

    /** Checks that there are classes and the numbers are positive. */
    public NamingTrial {
        if (images.classes().isEmpty()) {
            throw new IllegalArgumentException("the images of the tree must have classes, but have none");
        }
        if (shown < 1 || draws < 1) {
            throw new IllegalArgumentException(
                    "images shown and draws must be at least 1, but were " + shown + " and " + draws);
        }
    }

    /**
     * Tries a number of names.
     *
     * @param named nodes or images to name, no more than there are images
     * @param manager computes neighbours
     */
    public Outcome run(int named, NDManager manager) {
        if (named < 1 || named > images.size()) {
            throw new IllegalArgumentException(
                    "the number of names must be at most the " + images.size() + " images, but was " + named);
        }
        List<KnnResult> neighbours = ofImages(named, manager);
        return new Outcome(
                named,
                ofPrototypes(named),
                neighbours.stream()
                        .filter(r -> r.requested() == 1)
                        .mapToDouble(KnnResult::top1)
                        .average()
                        .orElseThrow(),
                neighbours.stream()
                        .filter(r -> r.requested() != 1)
                        .mapToDouble(KnnResult::top1)
                        .average()
                        .orElseThrow());
    }

    private double ofPrototypes(int named) {
        Map<TreeNode, String> names = new HashMap<>();
        new NamingPlan(tree).choose(named).forEach(node -> names.put(node, majority(node)));
        List<ImageName> spread = new NameSpreader(tree, names, 0).spread(embeddings);
        long right = IntStream.range(0, images.size())
                .filter(image -> spread.get(image).name().equals(images.classOf(image)))
                .count();
        return 100.0 * right / images.size();
    }

    private String majority(TreeNode node) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int image : tree.level(node).nearest(node.index(), shown)) {
            counts.merge(images.classes().get(image), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private List<KnnResult> ofImages(int named, NDManager manager) {
        List<String> classes = images.classes().stream().distinct().sorted().toList();
        int[] labels = images.classes().stream().mapToInt(classes::indexOf).toArray();
        try (NDManager scope = manager.newSubManager()) {
            NDArray all = embeddings.toArray(scope);
            return IntStream.range(0, draws)
                    .mapToObj(draw -> draw(labels.length, named, draw))
                    .flatMap(chosen -> NEIGHBOURS
                            .evaluate(
                                    all.get(scope.create(chosen)),
                                    IntStream.of(chosen)
                                            .map(image -> labels[image])
                                            .toArray(),
                                    all,
                                    labels)
                            .stream())
                    .toList();
        }
    }

    private static int[] draw(int size, int count, int seed) {
        return new SplittableRandom(seed).ints(0, size).distinct().limit(count).toArray();
    }
}
