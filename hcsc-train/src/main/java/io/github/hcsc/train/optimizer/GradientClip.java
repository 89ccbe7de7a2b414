package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.List;

/**
 * Shortens gradients that are too long.
 *
 * @param kind which norm is held to the limit
 * @param limit the longest norm
 */
public record GradientClip(Kind kind, double limit) {

    /** Leaves gradients as they are. */
    public static final GradientClip NONE = new GradientClip(Kind.NONE, 1);

    /** Which norm is held to a limit. */
    public enum Kind {
        /** None. */
        NONE,
        /** That of all gradients together, as {@code torch.nn.utils.clip_grad_norm_} does. */
        GLOBAL,
        /** That of each tensor's gradient, as DINO does. */
        PER_TENSOR
    }

    /** @throws IllegalArgumentException if the limit is not positive */
    public GradientClip {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("the limit of a gradient's norm must be positive, but was " + limit);
        }
    }

    /** Shortens the gradients of weights. */
    public void apply(List<NDArray> weights) {
        if (kind == Kind.NONE || weights.isEmpty()) {
            return;
        }
        List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
        String method = kind == Kind.GLOBAL ? "clip_together_" : "clip_each_";
        Autograd.paused(() -> Numbers.OPS
                .call(method, Argument.list("g", gradients), Numbers.OPS.number(limit))
                .close());
        gradients.forEach(NDArray::close);
    }
}
