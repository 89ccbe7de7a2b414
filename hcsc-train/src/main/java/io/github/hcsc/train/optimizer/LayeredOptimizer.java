package io.github.hcsc.train.optimizer;

import ai.djl.ndarray.NDArray;
import io.github.hcsc.core.method.Parts.Counter;
import io.github.hcsc.core.torch.Autograd;
import io.github.hcsc.core.torch.Script.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Moves each layer of a network at a rate of its own, as is usual when training goes on from trained weights: the last
 * layer at the full rate, each one below at a share of the next one's. The first layers may stay as they are for some epochs;
 * they remember nothing of that time.
 *
 * @see <a href="https://arxiv.org/abs/2106.08254">Bao et al., BEiT</a>, appendix H, for rates by layers
 */
public final class LayeredOptimizer implements Optimizer {

    private final List<Layer> layers = new ArrayList<>();
    private final int weights;
    private final Held held;

    /**
     * What stays as it is.
     *
     * @param layers the first layers, as many as this
     * @param epochs until so many epochs are done
     */
    public record Held(int layers, double epochs) {

        /** Nothing. */
        public static final Held NOTHING = new Held(0, 0);

        boolean holds(int layer, double epoch) {
            return layer < layers && epoch < epochs;
        }
    }

    private record Layer(int number, Optimizer optimizer, double share, List<Integer> places, List<NDArray> weights) {}

    /**
     * @param weights the tensors to train by name
     * @param layerOf the layer of a weight by its name, 0 for the first
     * @param decay what each layer's rate is of the next one's
     * @param held what stays as it is
     * @param optimizer makes the optimiser of the weights of a layer
     */
    public LayeredOptimizer(
            Map<String, NDArray> weights,
            ToIntFunction<String> layerOf,
            double decay,
            Held held,
            Function<Map<String, NDArray>, Optimizer> optimizer) {
        this.weights = weights.size();
        this.held = held;
        Map<Integer, Map<String, NDArray>> grouped = new TreeMap<>();
        Map<Integer, List<Integer>> places = new TreeMap<>();
        int place = 0;
        int last = 0;
        for (Map.Entry<String, NDArray> named : weights.entrySet()) {
            int layer = layerOf.applyAsInt(named.getKey());
            grouped.computeIfAbsent(layer, unused -> new LinkedHashMap<>()).put(named.getKey(), named.getValue());
            places.computeIfAbsent(layer, unused -> new ArrayList<>()).add(place++);
            last = Math.max(last, layer);
        }
        for (Map.Entry<Integer, Map<String, NDArray>> layer : grouped.entrySet()) {
            int number = layer.getKey();
            layers.add(new Layer(
                    number,
                    optimizer.apply(layer.getValue()),
                    Math.pow(decay, (double) last - number),
                    places.getOrDefault(number, List.of()),
                    List.copyOf(layer.getValue().values())));
        }
    }

    @Override
    public void hold(double epoch) {
        for (Layer layer : layers) {
            if (held.holds(layer.number, epoch)) {
                clear(layer.weights);
            }
        }
    }

    private static void clear(List<NDArray> weights) {
        List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
        Autograd.paused(
                () -> Numbers.OPS.call("clear_", Argument.list("g", gradients)).close());
        gradients.forEach(NDArray::close);
    }

    @Override
    public void step(double learningRate, double weightDecay) {
        step(learningRate, weightDecay, Double.POSITIVE_INFINITY);
    }

    @Override
    public void step(double learningRate, double weightDecay, double epoch) {
        for (Layer layer : layers) {
            if (!held.holds(layer.number, epoch)) {
                layer.optimizer.step(learningRate * layer.share, weightDecay);
            }
        }
    }

    @Override
    public Map<String, List<NDArray>> state() {
        Map<String, NDArray[]> all = new LinkedHashMap<>();
        for (Layer layer : layers) {
            layer.optimizer.state().forEach((what, remembered) -> {
                NDArray[] ordered = all.computeIfAbsent(what, unused -> new NDArray[weights]);
                for (int i = 0; i < remembered.size(); i++) {
                    ordered[layer.places.get(i)] = remembered.get(i);
                }
            });
        }
        Map<String, List<NDArray>> state = new LinkedHashMap<>();
        all.forEach((what, ordered) -> state.put(what, List.of(ordered)));
        return state;
    }

    /** Each layer counts by itself, since it may have stayed for some steps. */
    @Override
    public Map<String, Counter> counters() {
        Map<String, Counter> counters = new LinkedHashMap<>();
        for (Layer layer : layers) {
            layer.optimizer.counters().forEach((name, counter) -> counters.put(name + "." + layer.number, counter));
        }
        return counters;
    }
}
