package io.github.hcsc.core.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Embeds a batch as several devices would: batch normalisation sees one contiguous group at a time, and only the first
 * group enters the running statistics.
 *
 * <p>MoCo hides the positive key from batch normalisation by shuffling the keys over its devices; with groups, one
 * device does the same (MoCo, section 3.3).
 *
 * @param count how many groups the images here are cut into; 1 is ordinary batch normalisation
 * @param before how many groups of the same batch other processes embed before these
 */
public record BatchGroups(int count, int before) {

    /** @throws IllegalArgumentException if {@code count} is not positive, or {@code before} is negative */
    public BatchGroups {
        if (count < 1) {
            throw new IllegalArgumentException("count of groups must be at least 1, but was " + count);
        }
        if (before < 0) {
            throw new IllegalArgumentException("groups before must not be negative, but were " + before);
        }
    }

    /** Cuts a whole batch into groups. */
    public BatchGroups(int count) {
        this(count, 0);
    }

    /** Returns some of these groups, those from {@code from} on. */
    public BatchGroups part(int from, int groups) {
        return new BatchGroups(groups, before + from);
    }

    /** Returns these groups for a pass that is repeated: it leaves the running statistics alone. */
    public BatchGroups again() {
        return new BatchGroups(count, before + 1);
    }

    /** Returns the embeddings {@code [N, dim]} of unit length of images {@code [N, 3, H, W]}, in training mode. */
    public NDArray embed(Block encoder, NDArray images) {
        try (NDArray outputs = forward(encoder, images)) {
            return outputs.normalize(2, 1, 1e-12);
        }
    }

    /** Returns what a block maps images or rows {@code [N, ...]} to, in training mode. */
    public NDArray forward(Block block, NDArray images) {
        return forward(block, images, Optional.empty());
    }

    /**
     * Returns what a block maps images or rows {@code [N, ...]} to, in training mode.
     *
     * @param rows which rows they are, for a block whose random numbers depend on it
     */
    public NDArray forward(Block block, NDArray images, Optional<PassRows> rows) {
        NDManager scope = images.getManager();
        long size = images.getShape().get(0);
        if (size % count != 0) {
            throw new IllegalArgumentException(
                    "batch size must be a multiple of the " + count + " groups, but was " + size);
        }
        ParameterStore others = new ScratchStatistics(scope);
        ParameterStore first = before == 0 ? new ParameterStore(scope, false) : others;
        if (count == 1) {
            return forward(block, first, images, rows);
        }
        long each = size / count;
        NDList parts = new NDList();
        for (int g = 0; g < count; g++) {
            ParameterStore store = g == 0 ? first : others;
            int from = Math.toIntExact(g * each);
            try (NDArray group = images.get(from + ":" + (from + each))) {
                parts.add(forward(block, store, group, rows.map(all -> all.from(from))));
            }
        }
        try (parts) {
            return NDArrays.concat(parts);
        }
    }

    private static NDArray forward(Block block, ParameterStore store, NDArray images, Optional<PassRows> rows) {
        PairList<String, Object> about = rows.map(PassRows::toParameters).orElseGet(PairList::new);
        return block.forward(store, new NDList(images), true, about).singletonOrThrow();
    }

    /** Gives copies of the running statistics, so that what a pass adds to them is forgotten. */
    private static final class ScratchStatistics extends ParameterStore {

        private final Map<String, NDArray> copies = new HashMap<>();
        private final NDManager scope;

        ScratchStatistics(NDManager scope) {
            super(scope, false);
            this.scope = scope;
        }

        /** DJL's blocks ask for a bias that they do not have with no parameter. */
        @Override
        public NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
            return parameter != null && !Parameters.isWeight(parameter.getType())
                    ? copies.computeIfAbsent(parameter.getId(), id -> copy(parameter))
                    : super.getValue(parameter, device, training);
        }

        private NDArray copy(Parameter parameter) {
            NDArray copy = parameter.getArray().duplicate();
            copy.attach(scope);
            return copy;
        }
    }
}
