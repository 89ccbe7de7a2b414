package io.github.hcsc.core.state;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the names of a state with those that are wanted, and says what differs. */
final class Names {
    private static final int SHOWN = 12;

    private Names() {}

    /** What a tensor must be. */
    record Wanted(DataType type, Shape shape) {
        @Override
        public String toString() {
            return "" + type + shape;
        }
    }

    static void requireSame(StateDict state, Map<String, Wanted> targets) {
        List<String> missing = difference(targets.keySet(), state.names());
        List<String> unexpected = difference(state.names(), targets.keySet());
        List<String> different = new ArrayList<>();
        targets.forEach((name, target) -> {
            TensorData found = state.tensors().get(name);
            if (found != null && !new Wanted(found.type(), found.shape()).equals(target)) {
                different.add(name + " is " + found.type() + found.shape() + " instead of " + target);
            }
        });
        if (!missing.isEmpty() || !unexpected.isEmpty() || !different.isEmpty()) {
            throw new IllegalArgumentException("the tensors do not fit: missing " + sample(missing) + "; unexpected "
                    + sample(unexpected) + "; different " + sample(different));
        }
    }

    /** All names, or the first dozen and how many more. */
    static String sample(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
    }

    private static List<String> difference(Collection<String> all, Collection<String> without) {
        return all.stream().filter(name -> !without.contains(name)).toList();
    }
}
