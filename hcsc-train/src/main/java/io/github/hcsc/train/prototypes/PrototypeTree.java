package io.github.hcsc.train.prototypes;

import io.github.hcsc.core.prototype.ClusteringWarnings;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The hierarchy of prototypes of one clustering, to be read without a tensor engine: which images each node has, which are
 * typical of it, how loose it is, and how it changed.
 */
public final class PrototypeTree {

    private final int epoch;
    private final List<TreeLevel> levels;
    private final List<int[][]> children; // for each level the nodes of the level below; empty for level 0

    PrototypeTree(int epoch, List<TreeLevel> levels) {
        this.epoch = epoch;
        this.levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a tree must have a level, but has none");
        }
        List<int[][]> found = new ArrayList<>();
        found.add(new int[0][]);
        for (int l = 1; l < levels.size(); l++) {
            found.add(childrenOf(levels.get(l).size(), levels.get(l - 1).parents()));
        }
        children = List.copyOf(found);
    }

    private static int[][] childrenOf(int nodes, int[] parents) {
        int[] counts = new int[nodes];
        for (int parent : parents) {
            counts[parent]++;
        }
        int[][] children = new int[nodes][];
        Arrays.setAll(children, node -> new int[counts[node]]);
        for (int child = parents.length - 1; child >= 0; child--) {
            children[parents[child]][--counts[parents[child]]] = child;
        }
        return children;
    }

    /**
     * Measures a fresh clustering.
     *
     * @param hierarchy prototypes of the embeddings, with one level at least
     * @param embeddings the embeddings that were clustered
     */
    public static PrototypeTree of(PrototypeHierarchy hierarchy, Embeddings embeddings) {
        return of(hierarchy, embeddings.epoch(), similarities(hierarchy, embeddings, 0));
    }

    /**
     * Measures how similar images are to the prototypes that they have.
     *
     * @param hierarchy prototypes of these and other images
     * @param embeddings the embeddings of some images
     * @param first which image the first of them is; the others follow it
     * @return for each level the cosine of each of these images and its prototype
     */
    public static List<float[]> similarities(PrototypeHierarchy hierarchy, Embeddings embeddings, int first) {
        return hierarchy.levels().stream()
                .map(level -> TreeLevel.similarities(level, embeddings, first))
                .toList();
    }

    /**
     * Makes the tree of a fresh clustering.
     *
     * @param hierarchy prototypes, with one level at least
     * @param epoch the epoch that is trained with it
     * @param similarities for each level the cosine of each image and its prototype
     */
    public static PrototypeTree of(PrototypeHierarchy hierarchy, int epoch, List<float[]> similarities) {
        List<TreeLevel> levels = new ArrayList<>();
        for (int l = 0; l < hierarchy.levels().size(); l++) {
            int[] parents = l < hierarchy.parents().size()
                    ? TreeLevel.ints(hierarchy.parents().get(l))
                    : new int[0];
            levels.add(TreeLevel.of(hierarchy.levels().get(l), parents, similarities.get(l)));
        }
        return new PrototypeTree(epoch, levels);
    }

    /**
     * Opens the newest tree of a run.
     *
     * @throws IOException if the run has no tree yet, or it cannot be read
     */
    public static PrototypeTree open(Path run) throws IOException {
        return PrototypeStore.of(run).newest();
    }

    /**
     * Reads a file of prototypes.
     *
     * @throws IOException if it cannot be read or has another format
     */
    public static PrototypeTree read(Path file) throws IOException {
        return TreeFile.read(file);
    }

    /** Writes a safetensors file in the format of {@code docs/prototypes.md}. */
    public void write(Path file) throws IOException {
        TreeFile.write(file, this);
    }

    /**
     * Compares each level with that of an earlier tree.
     *
     * @return one drift per level, none if the trees differ in images or in the number of levels
     */
    public List<Drift> driftFrom(PrototypeTree earlier) {
        if (earlier.images() != images() || earlier.levels.size() != levels.size()) {
            return List.of();
        }
        List<Drift> drifts = new ArrayList<>();
        for (int l = 0; l < levels.size(); l++) {
            TreeLevel level = levels.get(l);
            drifts.add(Drift.between(earlier.levels.get(l).assignments(), level.assignments(), level.size()));
        }
        return drifts;
    }

    /** Returns this tree with what each node gained since the trees that these drifts compare. */
    PrototypeTree withDrift(List<Drift> drifts) {
        List<TreeLevel> changed = new ArrayList<>();
        for (int l = 0; l < levels.size(); l++) {
            changed.add(
                    drifts.isEmpty()
                            ? levels.get(l)
                            : levels.get(l).withMoved(drifts.get(l).perNode()));
        }
        return new PrototypeTree(epoch, changed);
    }

    /** Returns the epoch that was trained with it, counted from 0; the number of epochs for the tree at the end. */
    public int epoch() {
        return epoch;
    }

    /** Returns the number of images. */
    public int images() {
        return levels.get(0).images();
    }

    /** Returns the number of values of a centroid. */
    public int dimension() {
        return levels.get(0).dimension();
    }

    /** Returns whether a tree has the same nodes, whatever its images are. */
    public boolean hasNodesOf(PrototypeTree other) {
        return levels.size() == other.levels.size()
                && IntStream.range(0, levels.size())
                        .allMatch(l -> Arrays.equals(
                                        levels.get(l).centroids(),
                                        other.levels.get(l).centroids())
                                && Arrays.equals(
                                        levels.get(l).parents(),
                                        other.levels.get(l).parents()));
    }

    /** Returns the levels, finest first. */
    public List<TreeLevel> levels() {
        return levels;
    }

    /** Returns the coarsest level. */
    public TreeLevel top() {
        return levels.get(levels.size() - 1);
    }

    /** Returns a sentence for each sign of a poor clustering, see {@link ClusteringWarnings}. */
    public List<String> warnings() {
        return ClusteringWarnings.of(levels.stream().map(TreeLevel::sizes).toList());
    }

    /** Returns whether there is such a node. */
    public boolean has(TreeNode node) {
        return node.level() >= 0
                && node.level() < levels.size()
                && node.index() >= 0
                && node.index() < level(node).size();
    }

    /** Returns the level of a node. */
    public TreeLevel level(TreeNode node) {
        return levels.get(node.level());
    }

    /** Returns the number of images of a node. */
    public int size(TreeNode node) {
        return level(node).size(node.index());
    }

    /** Returns the node one level up, none at the top. */
    public Optional<TreeNode> parent(TreeNode node) {
        var parent = level(node).parent(node.index());
        return parent.isPresent() ? Optional.of(new TreeNode(node.level() + 1, parent.getAsInt())) : Optional.empty();
    }

    /** Returns the nodes one level down, none at the bottom. */
    public List<TreeNode> children(TreeNode node) {
        if (node.level() == 0) {
            return List.of();
        }
        return Arrays.stream(children.get(node.level())[node.index()])
                .mapToObj(child -> new TreeNode(node.level() - 1, child))
                .toList();
    }

    int[] childIndices(int level, int node) {
        return children.get(level)[node];
    }
}
