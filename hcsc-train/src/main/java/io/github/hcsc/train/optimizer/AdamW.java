package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Parts.Counter;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam with decoupled weight decay, with the semantics of {@code torch.optim.AdamW}: betas 0.9 and 0.999, epsilon 1e-8.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, Decoupled Weight Decay Regularization</a>
 */
public final class AdamW implements Optimizer {

    /** The name in checkpoints of how many steps were done. */
    public static final String STEPS = "adamw_steps";

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** Not matrices, though they have as many dimensions. */
    private static final Set<String> TOKENS = Set.of("cls_token", "reg_token", "pos_embed");

    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final Group decayed;
    private final Group others;
    private int steps;

    /** Which weights decay. */
    public enum Decayed {
        /** All. */
        ALL,
        /** Those of at least two dimensions, without tokens and positions. */
        MATRICES;

        boolean holds(String name, NDArray weight) {
            return this == ALL || (weight.getShape().dimension() > 1 && !TOKENS.contains(name));
        }
    }

    /** Weights that decay alike, with the means and the mean squares of their gradients. */
    private record Group(List<NDArray> weights, List<NDArray> means, List<NDArray> squares) {

        Group() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** @param weights the tensors to train by name, all requiring gradients; what is remembered is made beside them */
    public AdamW(Map<String, NDArray> weights, Decayed rule) {
        decayed = new Group();
        others = new Group();
        means = Autograd.paused(
                () -> weights.values().stream().map(NDArray::zerosLike).toList());
        squares = Autograd.paused(
                () -> weights.values().stream().map(NDArray::zerosLike).toList());
        int i = 0;
        for (Map.Entry<String, NDArray> named : weights.entrySet()) {
            Group group = rule.holds(named.getKey(), named.getValue()) ? decayed : others;
            group.weights.add(named.getValue());
            group.means.add(means.get(i));
            group.squares.add(squares.get(i));
            i++;
        }
    }

    @Override
    public void step(double learningRate, double weightDecay) {
        steps++;
        double rate = learningRate / (1 - Math.pow(BETA1, steps));
        double root = Math.sqrt(1 - Math.pow(BETA2, steps));
        move(decayed, Numbers.of(1 - learningRate * weightDecay, BETA1, BETA2, root, EPSILON, rate));
        move(others, Numbers.of(1, BETA1, BETA2, root, EPSILON, rate));
    }

    private static void move(Group group, Argument numbers) {
        if (group.weights.isEmpty()) {
            return;
        }
        List<NDArray> gradients =
                group.weights.stream().map(NDArray::getGradient).toList();
        Autograd.paused(() -> Numbers.OPS
                .call(
                        "adamw_",
                        Argument.list("p", group.weights),
                        Argument.list("g", gradients),
                        Argument.list("m", group.means),
                        Argument.list("v", group.squares),
                        numbers)
                .close());
        gradients.forEach(NDArray::close);
    }

    @Override
    public Map<String, List<NDArray>> state() {
        return Map.of("adamw.m", means, "adamw.v", squares);
    }

    @Override
    public Map<String, Counter> counters() {
        return Map.of(STEPS, new Counter(() -> steps, done -> steps = done));
    }
}
