package io.github.hcsc.core.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.hcsc.core.encoder.Encoder;
import io.github.hcsc.core.prototype.Candidates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Everything that a learner trains, keeps, counts and reports, by name. Optimiser, checkpoints, processes and meter work
 * through it and know no method.
 *
 * <p>Names are those of checkpoints: a block's tensors stand below its prefix, {@code query.conv1.weight}.
 */
public final class Parts {

    /** The prefix of the trained encoder in every method's parts. */
    public static final String ENCODER = "query.";

    private final Map<String, Block> trained;
    private final Map<String, Block> frozen;
    private final Map<String, NDArray> kept;
    private final Map<String, Counter> counters;
    private final Map<String, Candidates> judged;
    private final List<String> terms;

    /**
     * A whole number that belongs to a run, such as the place in a queue where the next key goes.
     *
     * @param get returns it
     * @param set restores it; may refuse a number that cannot be
     */
    public record Counter(IntSupplier get, IntConsumer set) {}

    private Parts(Builder builder) {
        trained = Collections.unmodifiableMap(builder.trained);
        frozen = Collections.unmodifiableMap(builder.frozen);
        kept = Collections.unmodifiableMap(builder.kept);
        counters = Collections.unmodifiableMap(builder.counters);
        judged = Collections.unmodifiableMap(builder.judged);
        terms = List.copyOf(builder.terms);
    }

    /** Begins a description of parts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the weights of each trained part that are not held fixed, by the part's prefix, and in it by their names
     * without the prefix.
     */
    public Map<String, Map<String, NDArray>> weights() {
        Map<String, Map<String, NDArray>> weights = new LinkedHashMap<>();
        trained.forEach((prefix, block) -> {
            Map<String, NDArray> ofPart = new LinkedHashMap<>();
            for (Pair<String, Parameter> named : block.getParameters()) {
                if (Encoder.isTrained(named.getValue())) {
                    ofPart.put(named.getKey(), named.getValue().getArray());
                }
            }
            weights.put(prefix, ofPart);
        });
        return weights;
    }

    /** Returns every tensor that is there throughout the run, trained or not, by its full name. */
    public Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        trained.forEach((prefix, block) -> put(tensors, prefix, block));
        frozen.forEach((prefix, block) -> put(tensors, prefix, block));
        tensors.putAll(kept);
        return tensors;
    }

    private static void put(Map<String, NDArray> tensors, String prefix, Block block) {
        for (Pair<String, Parameter> named : block.getParameters()) {
            tensors.put(prefix + named.getKey(), named.getValue().getArray());
        }
    }

    /** Returns the whole numbers by name. */
    public Map<String, Counter> counters() {
        return counters;
    }

    /** Returns the candidates that prototypes judge, by name. */
    public Map<String, Candidates> judged() {
        return judged;
    }

    /** Returns the names of the terms that are reported, in order; one that a lesson lacks counts as 0. */
    public List<String> terms() {
        return terms;
    }

    /** Lends the kept tensors to a scope, so that results of operations on them die with it. */
    public void lendTo(NDManager scope) {
        scope.tempAttachAll(new NDList(new ArrayList<>(kept.values())));
    }

    /** A description of parts. */
    public static final class Builder {
        private final Map<String, Block> trained = new LinkedHashMap<>();
        private final Map<String, Block> frozen = new LinkedHashMap<>();
        private final Map<String, NDArray> kept = new LinkedHashMap<>();
        private final Map<String, Counter> counters = new LinkedHashMap<>();
        private final Map<String, Candidates> judged = new LinkedHashMap<>();
        private final List<String> terms = new ArrayList<>();

        private Builder() {}

        /** Adds a block that gradients train. */
        public Builder trained(String prefix, Block block) {
            trained.put(prefix, block);
            return this;
        }

        /** Adds a block that is no business of the optimiser: saved, and copied from process 0. */
        public Builder frozen(String prefix, Block block) {
            frozen.put(prefix, block);
            return this;
        }

        /** Adds a tensor that is saved, copied from process 0, and lent to every step. */
        public Builder kept(String name, NDArray tensor) {
            kept.put(name, tensor);
            return this;
        }

        /** Adds a whole number that is saved. */
        public Builder counted(String name, IntSupplier get, IntConsumer set) {
            counters.put(name, new Counter(get, set));
            return this;
        }

        /** Adds candidates that prototypes judge: what is kept of them for each level is saved beside the level. */
        public Builder judged(String name, Candidates candidates) {
            judged.put(name, candidates);
            return this;
        }

        /** Adds names of terms, in the order of the reports. */
        public Builder terms(String... names) {
            terms.addAll(List.of(names));
            return this;
        }

        /** Adds all parts of another learner, which this one wraps. */
        public Builder and(Parts others) {
            trained.putAll(others.trained);
            frozen.putAll(others.frozen);
            kept.putAll(others.kept);
            counters.putAll(others.counters);
            judged.putAll(others.judged);
            terms.addAll(others.terms);
            return this;
        }

        /** Returns the parts. */
        public Parts build() {
            return new Parts(this);
        }
    }
}
