package io.github.hcsc.core.prototype;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.hcsc.core.state.Safetensors;
import io.github.hcsc.core.state.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Prototypes at several granularities, each prototype but the coarsest with its parent one level up.
 *
 * <p>The hierarchy owns its tensors: {@link #attach} moves them to a manager that lives as long as it does, {@link #lendTo}
 * lends them to the scope of a step, {@link #close} frees them. Two hierarchies are equal only if they are the same object.
 *
 * @param levels the levels, finest first; empty before the first clustering
 * @param parents for each level but the last, the parent of each of its prototypes as a position in the level above,
 *     int64 {@code [M]}; given for prototypes without images too
 */
public record PrototypeHierarchy(List<PrototypeLevel> levels, List<NDArray> parents) implements AutoCloseable {

    /** The hierarchy before the first clustering: no levels. */
    public static final PrototypeHierarchy NONE = new PrototypeHierarchy(List.of(), List.of());

    private static final String PREFIX = "prototypes.";
    private static final Pattern NAME = Pattern.compile("prototypes\\.\\d+\\.(centroids|density|assignments|parents)");

    /** Checks that the levels belong together. */
    public PrototypeHierarchy {
        levels = List.copyOf(levels);
        parents = List.copyOf(parents);
        if (parents.size() != Math.max(0, levels.size() - 1)) {
            throw new IllegalArgumentException("parents must be given for each level but the last, but was "
                    + parents.size() + " tensors for " + levels.size() + " levels");
        }
        for (int l = 0; l < parents.size(); l++) {
            checkNeighbours(l, levels.get(l), levels.get(l + 1), parents.get(l));
        }
    }

    private static void checkNeighbours(int l, PrototypeLevel fine, PrototypeLevel coarse, NDArray parents) {
        if (fine.images() != coarse.images() || fine.dimension() != coarse.dimension()) {
            throw new IllegalArgumentException(
                    "levels must agree in images and dimension, but was " + fine + " below " + coarse);
        }
        boolean onePerPrototype = parents.getShape().dimension() == 1 && parents.size() == fine.size();
        if (!onePerPrototype || parents.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("parents of level " + l + " must be int64 [" + fine.size()
                    + "], but was " + PrototypeLevel.described(parents));
        }
    }

    /**
     * Reads a hierarchy from named tensors, the inverse of {@link #toMap}.
     *
     * @param tensors tensors by name, such as those of a checkpoint; names that are not of a hierarchy are passed over
     * @return the hierarchy of these very tensors; {@link #NONE} if there is no tensor of a level
     * @throws IllegalArgumentException if a tensor of a level is missing or does not fit the others
     */
    public static PrototypeHierarchy fromMap(Map<String, NDArray> tensors) {
        List<PrototypeLevel> levels = new ArrayList<>();
        List<NDArray> parents = new ArrayList<>();
        for (int l = 0; tensors.containsKey(name(l, "centroids")); l++) {
            if (l > 0) {
                parents.add(required(tensors, name(l - 1, "parents")));
            }
            levels.add(new PrototypeLevel(
                    required(tensors, name(l, "centroids")),
                    required(tensors, name(l, "density")),
                    required(tensors, name(l, "assignments"))));
        }
        return new PrototypeHierarchy(levels, parents);
    }

    /**
     * Reads a file of the folder {@code prototypes} of a run.
     *
     * @param file such as {@code RUN/prototypes/epoch-0200.safetensors}
     * @param manager owns the tensors
     * @return the hierarchy of that clustering
     * @throws IOException if the file cannot be read, is of another version or holds no whole hierarchy
     */
    public static PrototypeHierarchy load(Path file, NDManager manager) throws IOException {
        StateDict state = Safetensors.read(file);
        PrototypeFormat.check(file, state);
        Map<String, NDArray> tensors = new TreeMap<>();
        state.filter(NAME.asMatchPredicate())
                .tensors()
                .forEach((name, tensor) -> tensors.put(name, tensor.toArray(manager)));
        try {
            return fromMap(tensors);
        } catch (IllegalArgumentException e) {
            tensors.values().forEach(NDArray::close);
            throw new IOException(file + " holds no hierarchy: " + e.getMessage(), e);
        }
    }

    /**
     * Names the tensors for a checkpoint.
     *
     * @return these very tensors as {@code prototypes.LEVEL.centroids}, {@code .density}, {@code .assignments} and, but
     *     for the last level, {@code .parents}
     */
    public Map<String, NDArray> toMap() {
        Map<String, NDArray> tensors = new TreeMap<>();
        for (int l = 0; l < levels.size(); l++) {
            PrototypeLevel level = levels.get(l);
            tensors.put(name(l, "centroids"), level.centroids());
            tensors.put(name(l, "density"), level.density());
            tensors.put(name(l, "assignments"), level.assignments());
            if (l < parents.size()) {
                tensors.put(name(l, "parents"), parents.get(l));
            }
        }
        return tensors;
    }

    private static String name(int level, String tensor) {
        return PREFIX + level + "." + tensor;
    }

    private static NDArray required(Map<String, NDArray> tensors, String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the tensors must hold " + name + ", but have only " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * Returns these prototypes for more images than were clustered; the others have none.
     *
     * @param clustered which images were clustered, in their order; positions among all
     * @param images the number of all images
     * @return a hierarchy of the same centroids, densities and parents, with {@link PrototypeLevel#NONE} where an image has no
     *     prototype; this very hierarchy if all were clustered
     * @throws IllegalArgumentException if these are prototypes of another number of images
     */
    public PrototypeHierarchy among(int[] clustered, int images) {
        if (levels.isEmpty() || clustered.length == images) {
            return this;
        }
        if (levels.get(0).images() != clustered.length) {
            throw new IllegalArgumentException(
                    "prototypes must be of the " + clustered.length + " images that were clustered, but were of "
                            + levels.get(0).images());
        }
        return new PrototypeHierarchy(
                levels.stream().map(level -> level.among(clustered, images)).toList(), parents);
    }

    /** Returns the images that have no prototype, since they were not clustered. */
    public int[] withoutPrototype() {
        if (levels.isEmpty()) {
            return new int[0];
        }
        long[] assignments = levels.get(0).assignments().toLongArray();
        return IntStream.range(0, assignments.length)
                .filter(image -> assignments[image] == PrototypeLevel.NONE)
                .toArray();
    }

    /** Moves all tensors to a manager, which frees them when it closes. */
    public void attach(NDManager manager) {
        new NDList(parents).attach(manager);
        levels.forEach(level -> level.attach(manager));
    }

    /** Lends all tensors to a scope: results of operations on them belong to it, and they come back when it closes. */
    public void lendTo(NDManager scope) {
        if (!levels.isEmpty()) {
            scope.tempAttachAll(tensors());
        }
    }

    /** Frees all tensors. */
    @Override
    public void close() {
        new NDList(parents).close();
        levels.forEach(PrototypeLevel::close);
    }

    /**
     * Looks for signs of a poor clustering.
     *
     * @return sentences to be logged, see {@link ClusteringWarnings}
     */
    public List<String> warnings() {
        return ClusteringWarnings.of(
                levels.stream().map(PrototypeHierarchy::sizes).toList());
    }

    private static int[] sizes(PrototypeLevel level) {
        int[] sizes = new int[level.size()];
        for (long prototype : level.assignments().toLongArray()) {
            if (prototype != PrototypeLevel.NONE) {
                sizes[Math.toIntExact(prototype)]++;
            }
        }
        return sizes;
    }

    /** Returns a copy of the centroids of a level, no rows if there is no such level. */
    float[][] rows(int level) {
        return level < levels.size() ? levels.get(level).rows() : new float[0][];
    }

    private NDList tensors() {
        NDList tensors = new NDList(parents);
        for (PrototypeLevel level : levels) {
            tensors.addAll(level.tensors());
        }
        return tensors;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "PrototypeHierarchy" + levels;
    }
}
