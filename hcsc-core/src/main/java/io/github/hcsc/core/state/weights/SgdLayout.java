package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;
import io.github.hcsc.core.state.TensorData;
import io.github.hcsc.core.state.weights.OfficialCheckpoint.SgdState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How the authors' optimiser numbers its parameters: those of the query encoder in order, then those of the key encoder,
 * which never get a momentum buffer.
 *
 * @param names the query encoder's parameters
 * @param count the parameters of both
 */
record SgdLayout(List<String> names, int count) {

    static SgdLayout of(StateDict query, StateDict key) {
        List<String> names = parameters(query);
        return new SgdLayout(names, names.size() + parameters(key).size());
    }

    private static List<String> parameters(StateDict encoder) {
        return encoder.names().stream()
                .filter(name -> !WeightNames.isBuffer(name))
                .toList();
    }

    Map<String, Object> write(SgdState sgd) {
        Map<Long, Object> state = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (sgd.momentumBuffers().names().contains(names.get(i))) {
                state.put(
                        (long) i,
                        Map.of("momentum_buffer", sgd.momentumBuffers().get(names.get(i))));
            }
        }
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("lr", sgd.learningRate());
        group.put("momentum", sgd.momentum());
        group.put("dampening", 0);
        group.put("weight_decay", sgd.weightDecay());
        group.put("nesterov", false);
        group.put("params", LongStream.range(0, count).boxed().toList());
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("state", state);
        optimizer.put("param_groups", List.of(group));
        return optimizer;
    }

    /** Old versions of PyTorch number parameters by address; the list of the group puts them in order. */
    SgdState read(Map<?, ?> optimizer) {
        if (!(optimizer.get("param_groups") instanceof List<?> groups)
                || groups.size() != 1
                || !(groups.get(0) instanceof Map<?, ?> group)
                || !(group.get("params") instanceof List<?> numbers)
                || !(optimizer.get("state") instanceof Map<?, ?> state)) {
            throw new IllegalArgumentException("its optimizer must have a state and one group of parameters");
        }
        if (numbers.size() < names.size()) {
            throw new IllegalArgumentException("its optimizer must have at least the " + names.size()
                    + " parameters of the encoder, but has " + numbers.size());
        }
        StateDict.Builder buffers = StateDict.builder();
        for (int i = 0; i < names.size(); i++) {
            if (state.get(numbers.get(i)) instanceof Map<?, ?> values
                    && values.get("momentum_buffer") instanceof TensorData buffer) {
                buffers.put(names.get(i), buffer);
            }
        }
        return new SgdState(
                number(group, "lr"), number(group, "momentum"), number(group, "weight_decay"), buffers.build());
    }

    private static double number(Map<?, ?> group, String name) {
        if (!(group.get(name) instanceof Number value)) {
            throw new IllegalArgumentException("its optimizer must have a number \"" + name + "\"");
        }
        return value.doubleValue();
    }
}
