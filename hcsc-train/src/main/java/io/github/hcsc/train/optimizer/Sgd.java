package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum and weight decay on every weight, biases and batch normalisation included,
 * with the semantics of {@code torch.optim.SGD}: {@code g += decay p; v = momentum v + g; p -= rate v}.
 *
 * <p>DJL's own keeps the learning rate inside the velocity and therefore differs under any schedule.
 */
public final class Sgd implements Optimizer {

    private static final Script SCRIPT = new Script(Sgd.class, "sgd.py");

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

    @Override
    public Map<String, List<NDArray>> state() {
        return Map.of("velocity", velocities);
    }

    /** Moves the weights against their gradients, with the decay that was given, and clears the gradients. */
    public void step(double learningRate) {
        step(learningRate, weightDecay);
    }

    @Override
    public void step(double learningRate, double decay) {
        List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
        Autograd.paused(() -> descend(gradients, learningRate, decay));
        gradients.forEach(NDArray::close);
    }

    private void descend(List<NDArray> gradients, double learningRate, double weightDecay) {
        SCRIPT.call(
                        "sgd_",
                        Argument.list("parameters", weights),
                        Argument.list("gradients", gradients),
                        Argument.list("velocity", velocities),
                        SCRIPT.number(learningRate),
                        SCRIPT.number(momentum),
                        SCRIPT.number(weightDecay))
                .close();
    }
}
