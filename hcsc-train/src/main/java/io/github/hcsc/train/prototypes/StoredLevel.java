package io.github.hcsc.train.prototypes;

import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import java.util.List;

/** Levels of a tree as files have them: nothing is believed that the file says of itself. */
final class StoredLevel {

    private StoredLevel() {}

    /**
     * Reads a level.
     *
     * @throws IllegalArgumentException if a tensor is missing, has another shape than it must have, or names a node that is
     *     not there
     */
    static TreeLevel read(StateDict state) {
        Shape centroids = state.get("centroids").shape();
        Shape images = state.get("assignments").shape();
        if (centroids.dimension() != 2 || centroids.size() < 1 || images.dimension() != 1) {
            throw new IllegalArgumentException(
                    "centroids must be a matrix and assignments a list, but were " + centroids + " and " + images);
        }
        long nodes = centroids.get(0);
        boolean hasParents = state.names().contains("parents");
        boolean hasMoved = state.names().contains("moved");
        return TreeLevel.stored(
                state.get("centroids").toFloats(),
                list(state, "density", nodes).toFloats(),
                places(state, "assignments", images.size(), nodes),
                list(state, "similarity", images.size()).toFloats(),
                hasParents ? places(state, "parents", nodes, Integer.MAX_VALUE) : new int[0],
                hasMoved ? list(state, "moved", nodes).toFloats() : new float[0]);
    }

    /**
     * Checks that levels belong together.
     *
     * @throws IllegalArgumentException if they differ in images or dimension, or a parent is not there
     */
    static List<TreeLevel> joined(List<TreeLevel> levels) {
        for (int l = 1; l < levels.size(); l++) {
            TreeLevel fine = levels.get(l - 1);
            TreeLevel coarse = levels.get(l);
            if (fine.images() != coarse.images() || fine.dimension() != coarse.dimension()) {
                throw new IllegalArgumentException(
                        "levels must agree in images and dimension, but levels " + (l - 1) + " and " + l + " do not");
            }
            if (fine.parents().length != fine.size()) {
                throw new IllegalArgumentException("level " + (l - 1) + " must have the parents of its " + fine.size()
                        + " nodes, but has " + fine.parents().length);
            }
            for (int parent : fine.parents()) {
                requirePlace("parents", parent, coarse.size());
            }
        }
        return levels;
    }

    private static TensorData list(StateDict state, String name, long length) {
        TensorData tensor = state.get(name);
        if (!tensor.shape().equals(new Shape(length))) {
            throw new IllegalArgumentException(
                    name + " must have the shape (" + length + "), but was " + tensor.shape());
        }
        return tensor;
    }

    private static int[] places(StateDict state, String name, long length, long count) {
        long[] values = list(state, name, length).toLongs();
        for (long value : values) {
            requirePlace(name, value, count);
        }
        return TreeLevel.ints(values);
    }

    private static void requirePlace(String name, long value, long count) {
        if (value < 0 || value >= count) {
            throw new IllegalArgumentException(
                    name + " must be nodes from 0 to " + (count - 1) + ", but one is " + value);
        }
    }
}
