package io.github.hcsc.train.prototypes.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.prototypes.PrototypeTree;
import io.github.hcsc.train.prototypes.TreeLevel;

/**
 * Describes images by the prototypes of all levels: for each level the root of the probability that each prototype has the
 * image, softmax of cosine over density, so that a level is a vector of unit length however many prototypes it has.
 */
public final class PrototypeSpace {

    private final PrototypeTree tree;

    /** Takes the prototypes of a tree. */
    public PrototypeSpace(PrototypeTree tree) {
        this.tree = tree;
    }

    /**
     * Describes images, one block of columns per level, finest first.
     *
     * @param embeddings rows of unit length {@code [n, d]}, in the space of the prototypes
     * @return one {@code [n, M]} per level, owned by the manager of the embeddings
     */
    public NDList describe(NDArray embeddings) {
        if (embeddings.size(1) != tree.dimension()) {
            throw new IllegalArgumentException("embeddings must have the " + tree.dimension()
                    + " values of the prototypes, but have " + embeddings.size(1));
        }
        NDManager owner = embeddings.getManager();
        NDList levels = new NDList();
        for (TreeLevel level : tree.levels()) {
            try (NDManager scope = owner.newSubManager()) {
                scope.tempAttachAll(embeddings);
                NDArray centroids = level.centroids(scope);
                NDArray density = level.densities(scope);
                NDArray roots = embeddings
                        .matMul(centroids.transpose())
                        .div(density)
                        .softmax(1)
                        .sqrt();
                roots.attach(owner);
                levels.add(roots);
            }
        }
        return levels;
    }
}
