package io.github.hcsc.core.selection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Where random decisions get their numbers from. */
@FunctionalInterface
public interface UniformSource {

    /** The engine's generator, which {@link io.github.hcsc.core.torch.TorchOps#seed} seeds. */
    UniformSource ENGINE = (manager, shape) -> manager.randomUniform(0, 1, shape);

    /** Returns numbers of [0, 1) in the given shape, attached to {@code manager}. */
    NDArray draw(NDManager manager, Shape shape);
}
