package io.github.hcsc.train.prototypes.search;

import io.github.hcsc.train.prototypes.Embeddings;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;
import io.github.hcsc.train.prototypes.TreeNode;
import io.github.hcsc.train.prototypes.search.TopMatches.Nearest;
import io.github.hcsc.train.prototypes.search.TopMatches.Within;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A tree as an index of its images, searched from the coarsest level down.
 *
 * <p>{@link #search} follows a beam: at each level the nodes whose prototypes are most similar to the query, so many at
 * most, and at the bottom the images of those leaves. A wider beam finds more of the truly nearest images and takes
 * longer. {@link #exact} finds all of them: it leaves out only what the triangle inequality excludes, given the angle of
 * the query to a prototype and of the prototype to the farthest of its images.
 *
 * <p>It may be used by several threads at once.
 */
public final class PrototypeIndex {

    private record Visit(TreeNode node, double angle, double nearest) {}

    private final List<TreeLevel> levels;
    private final List<List<List<TreeNode>>> children; // by level and node
    private final List<double[]> radii; // by level and node: angle of the prototype and its farthest image
    private final LeafRows leaves;

    private PrototypeIndex(PrototypeTree tree, Embeddings embeddings) {
        levels = tree.levels();
        children = IntStream.range(0, levels.size())
                .mapToObj(l -> nodes(l).map(tree::children).toList())
                .toList();
        radii = levels.stream().map(PrototypeIndex::radii).toList();
        leaves = new LeafRows(levels.get(0), embeddings);
    }

    /**
     * Makes an index, which holds a copy of the embeddings.
     *
     * @param embeddings those that the tree was made of
     * @throws IllegalArgumentException if they differ in number or dimension from the tree's
     */
    public static PrototypeIndex of(PrototypeTree tree, Embeddings embeddings) {
        if (embeddings.size() != tree.images() || embeddings.dimension() != tree.dimension()) {
            throw new IllegalArgumentException("embeddings must be those of the tree, " + tree.images() + " of "
                    + tree.dimension() + " values, but were " + embeddings.size() + " of " + embeddings.dimension());
        }
        return new PrototypeIndex(tree, embeddings);
    }

    private Stream<TreeNode> nodes(int level) {
        return IntStream.range(0, levels.get(level).size()).mapToObj(node -> new TreeNode(level, node));
    }

    private static double[] radii(TreeLevel level) {
        return IntStream.range(0, level.size())
                .mapToDouble(node -> IntStream.of(level.farthest(node, 1))
                        .mapToDouble(image -> Angle.of(level.similarity(image)))
                        .findAny()
                        .orElse(0))
                .toArray();
    }

    /**
     * Finds similar images along a beam.
     *
     * @param query a vector of any length but zero
     * @param most number of images at most
     * @param beam nodes followed at each level, from 1; as many as there are leaves make the search exact
     */
    public SearchResult search(float[] query, int most, int beam) {
        if (most < 1 || beam < 1) {
            throw new IllegalArgumentException("images and beam must be at least 1, but were " + most + " and " + beam);
        }
        float[] unit = unit(query);
        List<Visit> followed = best(visits(top(), unit), beam);
        for (int l = levels.size() - 1; l > 0; l--) {
            followed = best(followed.stream().flatMap(visit -> visits(children(visit.node), unit)), beam);
        }
        Nearest found = new Nearest(most);
        int compared = 0;
        for (Visit leaf : followed) {
            compared += leaves.scan(leaf.node.index(), unit, leaf.angle, found);
        }
        return new SearchResult(found.sorted(), compared);
    }

    /**
     * Finds the most similar of all images.
     *
     * @param query a vector of any length but zero
     * @param most number of images at most
     */
    public SearchResult exact(float[] query, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("images must be at least 1, but was " + most);
        }
        return exact(unit(query), new Nearest(most));
    }

    /**
     * Finds all images of at least a similarity.
     *
     * @param query a vector of any length but zero
     * @param least the smallest cosine wanted
     */
    public SearchResult within(float[] query, float least) {
        return exact(unit(query), new Within(least));
    }

    /** Visits nodes in the order of the least angle that an image of theirs can have, until that is out of reach. */
    private SearchResult exact(float[] unit, TopMatches found) {
        PriorityQueue<Visit> open = new PriorityQueue<>(Comparator.comparingDouble(Visit::nearest));
        visits(top(), unit).forEach(open::add);
        int compared = 0;
        while (!open.isEmpty() && open.element().nearest <= found.reach() + Angle.MARGIN) {
            Visit visit = open.remove();
            if (visit.node.level() == 0) {
                compared += leaves.scan(visit.node.index(), unit, visit.angle, found);
            } else {
                visits(children(visit.node), unit).forEach(open::add);
            }
        }
        return new SearchResult(found.sorted(), compared);
    }

    /** Returns the number of images. */
    public int images() {
        return leaves.images();
    }

    /** Returns the largest number of nodes that a level has: a beam of so many follows all. */
    public int widest() {
        return levels.stream().mapToInt(TreeLevel::size).max().orElseThrow();
    }

    private List<TreeNode> top() {
        return nodes(levels.size() - 1).toList();
    }

    private List<TreeNode> children(TreeNode node) {
        return children.get(node.level()).get(node.index());
    }

    private Stream<Visit> visits(List<TreeNode> nodes, float[] unit) {
        return nodes.stream().filter(this::hasImages).map(node -> visit(node, unit));
    }

    private boolean hasImages(TreeNode node) {
        return levels.get(node.level()).size(node.index()) > 0;
    }

    private Visit visit(TreeNode node, float[] unit) {
        double angle = Angle.of(levels.get(node.level()).cosine(node.index(), unit));
        return new Visit(node, angle, angle - radii.get(node.level())[node.index()]);
    }

    private static List<Visit> best(Stream<Visit> visits, int beam) {
        return visits.sorted(Comparator.comparingDouble(Visit::angle))
                .limit(beam)
                .toList();
    }

    private float[] unit(float[] query) {
        if (query.length != leaves.dimension()) {
            throw new IllegalArgumentException(
                    "a query must have " + leaves.dimension() + " values, but has " + query.length);
        }
        double squares = 0;
        for (float value : query) {
            squares += (double) value * value;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a query must be finite and not zero, but is not");
        }
        float[] unit = new float[query.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (query[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
