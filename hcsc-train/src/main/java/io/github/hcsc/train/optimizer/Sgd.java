package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.TorchOps;
import io.github.hcsc.core.torch.TorchOps.SgdRates;
import java.util.List;

/**
 * Stochastic gradient descent with momentum and weight decay on every weight, biases and batch normalisation included,
 * with the semantics of {@code torch.optim.SGD}.
 *
 * <p>DJL's own keeps the learning rate inside the velocity and therefore differs under any schedule.
 */
public final class Sgd {

    private final List<NDArray> weights;
    private final List<NDArray> velocities;
    private final double momentum;
    private final double weightDecay;

    /**
     * @param weights the tensors to train, all requiring gradients; velocities of the same layout are made beside them
     */
    public Sgd(List<NDArray> weights, double momentum, double weightDecay) {
        this.weights = List.copyOf(weights);
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        velocities =
                Autograd.paused(() -> weights.stream().map(NDArray::zerosLike).toList());
    }

    /** Returns the velocity of each weight, in the order of the weights. */
    public List<NDArray> velocities() {
        return velocities;
    }

    /** Moves the weights against their gradients and clears the gradients. */
    public void step(double learningRate) {
        List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
        SgdRates rates = new SgdRates(learningRate, momentum, weightDecay);
        Autograd.paused(() -> TorchOps.sgdInPlace(weights, gradients, velocities, rates));
        gradients.forEach(NDArray::close);
    }
}
