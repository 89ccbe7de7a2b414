package io.github.hcsc.train.prototypes;

import io.github.hcsc.train.eval.HealthVerdict;
import io.github.hcsc.train.eval.HealthVerdict.Grade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What {@code tree.js} reads: columns rather than rows, numbers rather than words, so that it packs well. */
final class TreePageData {

    private final PrototypeTree tree;
    private final ImageTable images;
    private final List<String> classes;
    private final int[] classOf; // [n], empty without classes

    private TreePageData(PrototypeTree tree, ImageTable images) {
        this.tree = tree;
        this.images = images;
        classes = images.classes().stream().distinct().sorted().toList();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        classOf = images.classes().stream()
                .mapToInt(name -> numbers.getOrDefault(name, -1))
                .toArray();
    }

    static Map<String, Object> of(TreePage page, int[] listed, int[] outliers, int unreadable) {
        TreePageData content = new TreePageData(page.tree(), page.images());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", page.title());
        data.put("epoch", page.tree().epoch());
        data.put("images", page.images().size());
        data.put("dimension", page.tree().dimension());
        data.put("unreadable", unreadable);
        data.put("health", page.health().map(HealthVerdict::toString).orElse(""));
        data.put("healthy", page.health().map(HealthVerdict::grade).orElse(Grade.HEALTHY) == Grade.HEALTHY);
        data.put("folder", page.folder().map(path -> path.toUri().toString()).orElse(""));
        data.put("classes", content.classes);
        data.put("outliers", outliers);
        data.put(
                "levels",
                IntStream.range(0, page.tree().levels().size())
                        .mapToObj(content::level)
                        .toList());
        data.put("listed", content.listed(listed));
        return data;
    }

    private Map<String, Object> level(int l) {
        TreeLevel level = tree.levels().get(l);
        List<NodeSummary> nodes = IntStream.range(0, level.size())
                .mapToObj(node -> NodeSummary.of(tree, images, new TreeNode(l, node)))
                .toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sizes", nodes.stream().mapToInt(NodeSummary::size).toArray());
        data.put("density", rounded(nodes.stream().mapToDouble(NodeSummary::density)));
        data.put("similarity", rounded(nodes.stream().mapToDouble(NodeSummary::similarity)));
        data.put("moved", rounded(nodes.stream().flatMapToDouble(node -> node.moved().stream())));
        data.put("drift", LevelSummary.of(level, nodes).drift().stream().toArray());
        data.put("parents", level.parents());
        data.put("classes", classes.isEmpty() ? List.of() : each(level, node -> classCounts(level.members(node))));
        data.put("nearest", each(level, node -> level.nearest(node, TreePage.NEAREST)));
        data.put("farthest", each(level, node -> level.farthest(node, TreePage.FARTHEST)));
        return data;
    }

    /** Pairs of a class and its images in one row, the most frequent class first. */
    private int[] classCounts(int[] members) {
        int[] counts = new int[classes.size()];
        for (int image : members) {
            counts[classOf[image]]++;
        }
        return IntStream.range(0, counts.length)
                .filter(name -> counts[name] > 0)
                .boxed()
                .sorted((a, b) -> Integer.compare(counts[b], counts[a]))
                .flatMapToInt(name -> IntStream.of(name, counts[name]))
                .toArray();
    }

    private Map<String, Object> listed(int[] listed) {
        TreeLevel finest = tree.levels().get(0);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ids", listed.length == images.size() ? new int[0] : listed);
        data.put(
                "names",
                IntStream.of(listed)
                        .mapToObj(image -> images.names().get(image))
                        .toList());
        data.put("nodes", IntStream.of(listed).map(finest::nodeOf).toArray());
        data.put(
                "similarity",
                IntStream.of(listed)
                        .map(image -> Math.round(finest.similarity(image) * 1000))
                        .toArray());
        data.put(
                "classes",
                classes.isEmpty()
                        ? new int[0]
                        : IntStream.of(listed).map(image -> classOf[image]).toArray());
        return data;
    }

    private static List<int[]> each(TreeLevel level, IntFunction<int[]> row) {
        return IntStream.range(0, level.size()).mapToObj(row).toList();
    }

    private static double[] rounded(DoubleStream values) {
        return values.map(value -> Double.isNaN(value) ? 0 : Math.round(value * 1000) / 1000.0)
                .toArray();
    }
}
