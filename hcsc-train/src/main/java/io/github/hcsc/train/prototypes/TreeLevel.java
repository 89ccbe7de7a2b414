package io.github.hcsc.train.prototypes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeLevel;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** One level of a saved tree: its nodes, and the images of each from the most typical to the least. */
public final class TreeLevel {

    private final float[] centroids; // [M, d]
    private final float[] density; // [M]
    private final int[] assignments; // [n]
    private final float[] similarities; // [n], of an image and the centroid of its node
    private final int[] parents; // [M], empty at the top
    private final float[] moved; // [M], empty without an earlier tree
    private final int[] starts; // [M + 1], the places of a node's images among the members
    private final int[] members; // [n]

    private TreeLevel(
            float[] centroids, float[] density, int[] assignments, float[] similarities, int[] parents, float[] moved) {
        this.centroids = centroids;
        this.density = density;
        this.assignments = assignments;
        this.similarities = similarities;
        this.parents = parents;
        this.moved = moved;
        starts = new int[density.length + 1];
        for (int node : assignments) {
            starts[node + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        members = orderedMembers();
    }

    /** Makes a level of a fresh clustering. */
    static TreeLevel of(PrototypeLevel level, int[] parents, float[] similarities) {
        return new TreeLevel(
                level.centroids().toFloatArray(),
                level.density().toFloatArray(),
                ints(level.assignments()),
                similarities,
                parents,
                new float[0]);
    }

    /** Measures how similar images are to their nodes' centroids. */
    static float[] similarities(PrototypeLevel level, Embeddings embeddings, int first) {
        float[] centroids = level.centroids().toFloatArray();
        int[] assignments = ints(level.assignments());
        float[] similarities = new float[embeddings.size()];
        for (int image = 0; image < similarities.length; image++) {
            similarities[image] = embeddings.similarity(image, centroids, assignments[first + image]);
        }
        return similarities;
    }

    /** Takes stored arrays, which are not copied. */
    static TreeLevel stored(
            float[] centroids, float[] density, int[] assignments, float[] similarities, int[] parents, float[] moved) {
        return new TreeLevel(centroids, density, assignments, similarities, parents, moved);
    }

    TreeLevel withMoved(float[] share) {
        return new TreeLevel(centroids, density, assignments, similarities, parents, share);
    }

    static int[] ints(NDArray tensor) {
        return ints(tensor.toLongArray());
    }

    static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** By node, then by falling similarity, then by position: each group is sorted as longs that hold the last two. */
    private int[] orderedMembers() {
        long[] keys = new long[assignments.length];
        int[] next = Arrays.copyOf(starts, starts.length - 1);
        for (int image = 0; image < assignments.length; image++) {
            long distance = ~sortable(similarities[image]);
            keys[next[assignments[image]]++] = distance << 32 | image;
        }
        for (int node = 0; node < density.length; node++) {
            Arrays.sort(keys, starts[node], starts[node + 1]);
        }
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** An integer that grows with the number. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : bits ^ 0x7fff_ffff;
    }

    /** Returns M, the number of nodes. */
    public int size() {
        return density.length;
    }

    /** Returns the number of images. */
    public int images() {
        return assignments.length;
    }

    /** Returns the number of images of a node; 0 is possible. */
    public int size(int node) {
        return starts[node + 1] - starts[node];
    }

    /** Returns the temperature of a node, larger for looser ones. */
    public float density(int node) {
        return density[node];
    }

    /** Returns the node one level up, none at the top. */
    public OptionalInt parent(int node) {
        return parents.length == 0 ? OptionalInt.empty() : OptionalInt.of(parents[node]);
    }

    /** Returns the share of a node's images that were elsewhere in the tree before, none for the first tree. */
    public OptionalDouble moved(int node) {
        return moved.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(moved[node]);
    }

    /** Returns the node of an image. */
    public int nodeOf(int image) {
        return assignments[image];
    }

    /** Returns the cosine of an image and the centroid of its node. */
    public float similarity(int image) {
        return similarities[image];
    }

    /** Returns the cosine of a vector of unit length and the centroid of a node. */
    public float cosine(int node, float[] vector) {
        return Dot.product(vector, 0, centroids, node * dimension(), dimension());
    }

    /**
     * Returns the probability that each node has an image, softmax of cosine over density.
     *
     * @param vector the image's embedding, of unit length
     */
    public double[] posterior(float[] vector) {
        double[] logits = new double[size()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int node = 0; node < logits.length; node++) {
            logits[node] = cosine(node, vector) / density[node];
            largest = Math.max(largest, logits[node]);
        }
        double sum = 0;
        for (int node = 0; node < logits.length; node++) {
            logits[node] = Math.exp(logits[node] - largest);
            sum += logits[node];
        }
        for (int node = 0; node < logits.length; node++) {
            logits[node] /= sum;
        }
        return logits;
    }

    /** Returns a copy of the unit-length centroid of a node. */
    public float[] centroid(int node) {
        int d = dimension();
        return Arrays.copyOfRange(centroids, node * d, (node + 1) * d);
    }

    /** Returns a tensor {@code [M, d]} of all centroids, owned by a manager. */
    public NDArray centroids(NDManager manager) {
        return manager.create(centroids, new Shape(size(), dimension()));
    }

    /** Returns a tensor {@code [M]} of all densities, owned by a manager. */
    public NDArray densities(NDManager manager) {
        return manager.create(density);
    }

    /** Returns the images of a node, the nearest to its centroid first. */
    public int[] members(int node) {
        return Arrays.copyOfRange(members, starts[node], starts[node + 1]);
    }

    /** Returns the images of a node that are nearest to its centroid, nearest first, at most so many. */
    public int[] nearest(int node, int most) {
        return Arrays.copyOfRange(members, starts[node], starts[node] + Math.min(most, size(node)));
    }

    /** Returns the images of a node that are farthest from its centroid, farthest first, at most so many. */
    public int[] farthest(int node, int most) {
        int count = Math.min(most, size(node));
        int[] images = new int[count];
        for (int i = 0; i < count; i++) {
            images[i] = members[starts[node + 1] - 1 - i];
        }
        return images;
    }

    int[] sizes() {
        return IntStream.range(0, size()).map(this::size).toArray();
    }

    int dimension() {
        return centroids.length / density.length;
    }

    float[] centroids() {
        return centroids;
    }

    float[] densities() {
        return density;
    }

    int[] assignments() {
        return assignments;
    }

    float[] similarities() {
        return similarities;
    }

    int[] parents() {
        return parents;
    }

    float[] moved() {
        return moved;
    }
}
