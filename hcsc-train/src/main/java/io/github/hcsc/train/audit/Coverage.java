package io.github.hcsc.train.audit;

import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How evenly images are spread over a tree and over classes.
 *
 * @param figures in the order of the table
 * @param rareClasses those with less than one per cent of the images, and how many they have
 */
public record Coverage(List<Figure> figures, Map<String, Integer> rareClasses) {

    private static final double RARE = 0.01;

    /** Copies both. */
    public Coverage {
        figures = List.copyOf(figures);
        rareClasses = Collections.unmodifiableMap(new TreeMap<>(rareClasses));
    }

    /**
     * A number.
     *
     * @param of what it is about, such as {@code level 0} or {@code class cat}
     * @param measure what it measures
     * @param value its value
     */
    public record Figure(String of, String measure, double value) {}

    /** Measures all images. */
    static Coverage of(PrototypeTree tree, ImageTable images) {
        List<Figure> figures = new ArrayList<>();
        for (int l = tree.levels().size() - 1; l >= 0; l--) {
            figures.addAll(level("level " + l, tree.levels().get(l)));
        }
        Classes classes = Classes.of(images.classes());
        if (classes.count() > 0) {
            figures.addAll(classes(tree.levels().get(0), classes));
        }
        return new Coverage(figures, rare(classes));
    }

    private static Map<String, Integer> rare(Classes classes) {
        int[] sizes = classes.sizes();
        Map<String, Integer> rare = new TreeMap<>();
        for (int name = 0; name < sizes.length; name++) {
            if (sizes[name] < RARE * classes.images()) {
                rare.put(classes.names().get(name), sizes[name]);
            }
        }
        return rare;
    }

    private static List<Figure> level(String name, TreeLevel level) {
        int[] sizes = IntStream.range(0, level.size()).map(level::size).toArray();
        double entropy = entropy(sizes);
        return List.of(
                new Figure(name, "nodes", sizes.length),
                new Figure(name, "entropy", normalised(entropy, sizes.length)),
                new Figure(name, "effective nodes", Math.exp(entropy)),
                new Figure(name, "gini", gini(sizes)),
                new Figure(name, "share in the largest 1 %", inLargest(sizes)));
    }

    /** Of each class: its share, the leaves that it leads, and over how many it is spread. */
    private static List<Figure> classes(TreeLevel leaves, Classes classes) {
        int[][] counts = new int[classes.count()][leaves.size()];
        for (int image = 0; image < classes.images(); image++) {
            counts[classes.given()[image]][leaves.nodeOf(image)]++;
        }
        int[] sizes = classes.sizes();
        List<Figure> figures = new ArrayList<>();
        for (int name = 0; name < counts.length; name++) {
            String of = "class " + classes.names().get(name);
            int[] own = counts[name];
            int number = name;
            long led = IntStream.range(0, own.length)
                    .filter(leaf -> own[leaf] > 0 && leads(counts, number, leaf))
                    .count();
            figures.add(new Figure(of, "images", sizes[name]));
            figures.add(new Figure(of, "share", (double) sizes[name] / classes.images()));
            figures.add(new Figure(of, "leaves led", led));
            figures.add(new Figure(of, "effective leaves", Math.exp(entropy(own))));
        }
        return figures;
    }

    private static boolean leads(int[][] counts, int name, int leaf) {
        return IntStream.range(0, counts.length)
                .allMatch(other -> counts[other][leaf] < counts[name][leaf]
                        || (counts[other][leaf] == counts[name][leaf] && other >= name));
    }

    /** Returns the entropy of shares in nats. */
    static double entropy(int... sizes) {
        double sum = Arrays.stream(sizes).asLongStream().sum();
        return IntStream.of(sizes)
                .filter(size -> size > 0)
                .mapToDouble(size -> size / sum)
                .map(share -> -share * Math.log(share))
                .sum();
    }

    /** Returns entropy divided by its largest value: 1 if all shares are equal. */
    static double normalised(double entropy, int parts) {
        return parts == 1 ? 1 : entropy / Math.log(parts);
    }

    /** Returns 0 if all are equal, nearly 1 if one has all. */
    static double gini(int... sizes) {
        int[] sorted = IntStream.of(sizes).sorted().toArray();
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            weighted += (2.0 * (i + 1) - sorted.length - 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : weighted / (sorted.length * sum);
    }

    private static double inLargest(int... sizes) {
        int[] sorted = IntStream.of(sizes).sorted().toArray();
        int few = Math.max(1, sorted.length / 100);
        long largest = Arrays.stream(sorted, sorted.length - few, sorted.length)
                .asLongStream()
                .sum();
        return (double) largest / Arrays.stream(sorted).asLongStream().sum();
    }
}
