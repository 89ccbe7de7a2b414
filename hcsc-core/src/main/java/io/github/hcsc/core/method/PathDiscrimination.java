package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.selection.UniformSource;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.List;

/**
 * HIRL's loss: an image's path from its leaf to the root of the hierarchy is told from other paths. The similarity to a path
 * is \( \pi = \prod_l \frac{1}{2} (1 + s_l \cdot c_l) \), with \( s_l \) what the image is at level l and
 * \( c_l \) the path's prototype there; the loss is half of the mean of \( -\log(\pi^+ + \epsilon) \) and of the mean
 * of \( -\log(1 - \pi^- + \epsilon) \) over the drawn paths that are not the image's own.
 *
 * @param negatives paths that are drawn for each image; published: 1000, or 100 on Vision Transformers
 * @see <a href="https://arxiv.org/abs/2205.13159">Xu et al., HIRL: A General Framework for Hierarchical Image Representation
 *     Learning</a>, section 3
 */
public record PathDiscrimination(int negatives) {

    private static final Script SCRIPT = new Script(PathDiscrimination.class, "path_discrimination.torchscript");

    /** @throws IllegalArgumentException if there are no negatives */
    public PathDiscrimination {
        if (negatives < 1) {
            throw new IllegalArgumentException("negatives must be at least 1, but were " + negatives);
        }
    }

    /**
     * Returns leaves of the hierarchy, uniformly and with replacement, for the negative paths of images.
     *
     * @return int64 {@code [images, negatives]}
     */
    NDArray draw(NDManager scope, UniformSource random, long images, int leaves) {
        try (NDArray numbers = random.draw(scope, new Shape(images, negatives))) {
            return SCRIPT.call("leaves", Argument.tensor(numbers), SCRIPT.number(leaves))
                    .singletonOrThrow();
        }
    }

    /**
     * Returns the loss of a batch.
     *
     * @param semantics for each level, finest first, what the images are there {@code [N, d]}, rows of unit length
     * @param own the leaf of each image, int64 {@code [N]}
     * @param drawn the leaves of negative paths, int64 {@code [N, negatives]}
     */
    NDArray evaluate(List<NDArray> semantics, PrototypeHierarchy hierarchy, NDArray own, NDArray drawn) {
        NDArray leaves = own.expandDims(1).concat(drawn, 1); // [N, 1 + negatives]
        NDArray path = leaves;
        NDArray similarity = semantics.get(0).getManager().ones(leaves.getShape());
        for (int l = 0; l < semantics.size(); l++) {
            similarity = SCRIPT.call(
                            "ascend",
                            Argument.tensor(semantics.get(l)),
                            Argument.tensor(hierarchy.levels().get(l).centroids()),
                            Argument.tensor(path),
                            Argument.tensor(similarity))
                    .singletonOrThrow();
            path = l + 1 < semantics.size() ? hierarchy.parents().get(l).get(path) : path;
        }
        return SCRIPT.call("discriminate", Argument.tensor(similarity), Argument.tensor(leaves))
                .singletonOrThrow();
    }
}
