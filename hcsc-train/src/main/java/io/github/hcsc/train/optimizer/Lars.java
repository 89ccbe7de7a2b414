package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.List;
import java.util.Map;

/**
 * Gradient descent with momentum whose rate is adapted to each tensor of more than one dimension, as MoCo v3 has it: such a
 * tensor decays, and its gradient is brought to a thousandth of its own norm; others neither decay nor adapt.
 *
 * @see <a href="https://arxiv.org/abs/1708.03888">You et al., Large Batch Training of Convolutional Networks</a>
 */
public final class Lars implements Optimizer {

    private static final double TRUST = 0.001;

    private final List<NDArray> weights;
    private final List<NDArray> velocities;
    private final double momentum;

    /** @param weights the tensors to train, all requiring gradients; velocities are made beside them */
    public Lars(List<NDArray> weights, double momentum) {
        this.weights = List.copyOf(weights);
        this.momentum = momentum;
        velocities =
                Autograd.paused(() -> weights.stream().map(NDArray::zerosLike).toList());
    }

    @Override
    public void step(double learningRate, double weightDecay) {
        List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
        Autograd.paused(() -> Numbers.OPS
                .call(
                        "lars_",
                        Argument.list("p", weights),
                        Argument.list("g", gradients),
                        Argument.list("velocity", velocities),
                        Numbers.of(learningRate, weightDecay, momentum, TRUST))
                .close());
        gradients.forEach(NDArray::close);
    }

    @Override
    public Map<String, List<NDArray>> state() {
        return Map.of("velocity", velocities);
    }
}
