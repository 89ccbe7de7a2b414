package io.github.hcsc.core.state;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.ParameterList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Named tensors in a fixed order, with a few words about them: what a file of weights or a checkpoint holds.
 *
 * @param tensors the tensors by name, in order
 * @param metadata free words by name, sorted by name
 */
public record StateDict(Map<String, TensorData> tensors, Map<String, String> metadata) {
    /** Copies both maps. */
    public StateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** Starts an empty one. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The parameters of a block under their names. They are read when the state is written and must live until then.
     *
     * @param parameters initialised parameters
     */
    public static StateDict of(ParameterList parameters) {
        Builder builder = builder();
        parameters.forEach(named -> builder.put(named.getKey(), named.getValue().getArray()));
        return builder.build();
    }

    /** The names, in order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** The shapes by name, in order. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    /**
     * The tensor of that name.
     *
     * @param name a name that must be present
     * @throws IllegalArgumentException if it is not
     */
    public TensorData get(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "the state must hold a tensor \"" + name + "\", but holds " + Names.sample(names()));
        }
        return tensor;
    }

    /**
     * The tensors whose name begins with a prefix, under what follows it.
     *
     * @param prefix such as {@code "query."}
     */
    public StateDict under(String prefix) {
        Map<String, TensorData> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return new StateDict(found, metadata);
    }

    /**
     * The tensors whose names are wanted.
     *
     * @param wanted tells by the name
     */
    public StateDict filter(Predicate<String> wanted) {
        Map<String, TensorData> found = new LinkedHashMap<>(tensors);
        found.keySet().removeIf(wanted.negate());
        return new StateDict(found, metadata);
    }

    /**
     * Reads every tensor once and forgets it, so that damage shows before anything is changed.
     *
     * @throws StateFormatException naming file and tensor, if one is not what was written
     * @throws IOException if one cannot be read
     */
    public void readThrough() throws IOException {
        try (WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream())) {
            for (TensorData tensor : tensors.values()) {
                tensor.writeTo(nowhere);
            }
        }
    }

    /**
     * Checks that this state holds exactly some FLOAT32 tensors.
     *
     * @param shapes their shapes by name
     * @throws IllegalArgumentException listing the missing and the unexpected names and the shapes that differ
     */
    public void requireShapes(Map<String, Shape> shapes) {
        Map<String, Names.Wanted> wanted = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> wanted.put(name, new Names.Wanted(DataType.FLOAT32, shape)));
        Names.requireSame(this, wanted);
    }

    /**
     * Copies every tensor into the array of the same name, keeping the arrays' device, memory and layout. Nothing is
     * changed unless names, shapes and types all agree.
     *
     * @param targets the arrays to overwrite; gradients must not be recorded for them meanwhile
     * @throws IllegalArgumentException listing the missing and the unexpected names and the shapes that differ
     */
    public void copyInto(Map<String, NDArray> targets) {
        Map<String, Names.Wanted> wanted = new LinkedHashMap<>();
        targets.forEach((name, target) -> wanted.put(name, new Names.Wanted(target.getDataType(), target.getShape())));
        Names.requireSame(this, wanted);
        targets.forEach((name, target) -> {
            try (NDArray source = get(name).toArray(target.getManager())) {
                target.set(new NDIndex("..."), source);
            }
        });
    }

    /**
     * Copies every tensor into the parameter of the same name, as {@link #copyInto(Map)} does.
     *
     * @param parameters initialised parameters
     * @throws IllegalArgumentException listing the missing and the unexpected names and the shapes that differ
     */
    public void copyInto(ParameterList parameters) {
        Map<String, NDArray> targets = new LinkedHashMap<>();
        parameters.forEach(named -> targets.put(named.getKey(), named.getValue().getArray()));
        copyInto(targets);
    }

    /** Collects tensors one after another. */
    public static final class Builder {
        private final Map<String, TensorData> tensors = new LinkedHashMap<>();
        private final Map<String, String> metadata = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a tensor.
         *
         * @param name its name, not used before
         * @param tensor the tensor
         */
        public Builder put(String name, TensorData tensor) {
            if (tensors.putIfAbsent(name, tensor) != null) {
                throw new IllegalArgumentException("a tensor's name must be unique, but \"" + name + "\" came twice");
            }
            return this;
        }

        /**
         * Adds an array, which is read when the state is written and must live until then.
         *
         * @param name its name, not used before
         * @param array the array
         */
        public Builder put(String name, NDArray array) {
            return put(name, TensorData.of(array));
        }

        /**
         * Adds all tensors of another state, each name preceded by a prefix.
         *
         * @param prefix such as {@code "query."}
         * @param state the tensors
         */
        public Builder putAll(String prefix, StateDict state) {
            state.tensors().forEach((name, tensor) -> put(prefix + name, tensor));
            return this;
        }

        /**
         * Adds a word about the whole.
         *
         * @param name what it says
         * @param value the word
         */
        public Builder metadata(String name, String value) {
            metadata.put(name, value);
            return this;
        }

        /**
         * Adds words about the whole.
         *
         * @param words what they say, by name
         */
        public Builder metadata(Map<String, String> words) {
            metadata.putAll(words);
            return this;
        }

        /** The state as collected so far. */
        public StateDict build() {
            return new StateDict(tensors, metadata);
        }
    }
}
